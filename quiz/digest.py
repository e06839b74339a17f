"""The hash that seeds, identities and cached files are made with: BLAKE2b.

It is `hashlib.blake2b`, imported from where `hashlib` has it: `hashlib` itself loads OpenSSL as
well, which takes longer than drawing a whole deck.
"""

try:
    from _blake2 import blake2b
except ImportError:  # a Python that was built without its own hashes
    from hashlib import blake2b

__all__ = ["blake2b"]
