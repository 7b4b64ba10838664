// Written with the API of core.
