"""Live answers: what a page or the booth asks for again and again, 304 while nothing moved."""

from flask import Response, make_response, request


def fragment(content: str | Response) -> Response:
    """Return ``content`` under an ETag of its bytes; 304 to whoever has them."""
    response = make_response(content)
    response.add_etag()
    response.make_conditional(request)
    return response
