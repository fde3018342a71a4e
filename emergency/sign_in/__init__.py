"""The way in: name and password, then a passkey or a one-time code; what an account has of them, and its sessions."""
