"""Secrets: hashing passwords, signing access tokens."""

from phantom_adapters.security.argon2_passwords import Argon2Cost, Argon2Passwords
from phantom_adapters.security.jwt_access_tokens import JwtAccessTokens, SigningKeys
from phantom_adapters.security.scrypt_passwords import ScryptPasswords

__all__ = ["Argon2Cost", "Argon2Passwords", "JwtAccessTokens", "ScryptPasswords", "SigningKeys"]
