"""A Flask application with one small answer, served as the office is: what Flask itself costs."""

from flask import Flask, Response, jsonify

app = Flask(__name__)


@app.get("/readyz")
@app.get("/bare")
def answer() -> Response:
    return jsonify({"state": "confirmed", "slots": list(range(20))})
