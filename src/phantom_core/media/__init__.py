"""Media: pictures, and sets of music that are listened to as they are."""
