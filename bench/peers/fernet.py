# fernet.py encrypt|decrypt BYTES COUNT: Fernet of Python's `cryptography`. For each line that it
# reads it works COUNT times and prints how many microseconds that took on the processor. Without
# arguments it prints the version.
import sys
import time

import cryptography
from cryptography.fernet import Fernet

if len(sys.argv) == 1:
    print(cryptography.__version__)
    sys.exit()

what, size, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
box = Fernet(Fernet.generate_key())
text = b"a" * size
token = box.encrypt(text)

for _ in sys.stdin:
    started = time.process_time_ns()
    if what == "encrypt":
        for _ in range(count):
            box.encrypt(text)
    else:
        for _ in range(count):
            box.decrypt(token)
    print((time.process_time_ns() - started) / 1000, flush=True)
