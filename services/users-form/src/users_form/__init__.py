"""The form in front of users-api."""
