/** What `--help` prints. */
export const usage = `patchcord-keys makes keys, agrees on them and shows their fingerprints.

  patchcord-keys generate FILE              a secret key, for both ends of a link
  patchcord-keys generate --agreement FILE  a pair of keys: FILE stays here, and FILE.pub
                                            goes to the other end
  patchcord-keys agree OWN THEIRS FILE      a secret key from OWN, the private key of this end,
                                            and THEIRS, the public key of the other: its file,
                                            or itself (x25519:...)
  patchcord-keys fingerprint FILE           the digits that two people compare aloud

  --purpose TEXT  with agree: what the key is for; both ends must say the same
  --json          one JSON object instead of text
  --version       the version of the package
  --help          this text

Files with secret and private keys are made for their owner alone (mode 0600), and refused where
others may read them. No file is ever overwritten, and no secret is ever printed.

Exit codes: 0 done, 1 failed, 2 not understood.`
