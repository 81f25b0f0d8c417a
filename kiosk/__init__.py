"""The machine in the lobby: reads a QR, asks the server for a number, prints the papers."""
