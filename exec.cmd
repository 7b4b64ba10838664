@rem npm scripts begin with `exec` so that a signal reaches node and not a shell; cmd.exe has no such word.
@%*
