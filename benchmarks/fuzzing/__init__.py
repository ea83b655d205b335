"""Files that no reader should trip over: small sound ones, their mutations, and bombs."""
