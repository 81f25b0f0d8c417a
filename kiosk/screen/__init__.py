"""The local web page that a full-screen browser shows: words, pictures, touches."""
