"""HTTP: how the domain is told over the wire, and nothing else.

How to write a route::

    from litestar import get, post
    from litestar.params import JSONBody
    from phantom_app.http.callers import PhantomRequest
    from phantom_app.http.payloads import IdInPath, IdText, InstantText, Payload, instant

    class NewThing(Payload):                      # what is read; unknown fields are refused
        name: str
        parent_id: IdText | None = None           # `parentId` on the wire, may be absent

    @post("/api/things", refuses=[NotFound, ThingTaken], allowance="upload")
    async def make_thing(request: PhantomRequest, data: JSONBody[NewThing]) -> ThingPayload:
        thing = await request.caller.do(MakeThing(name=data.name))
        return thing_of(thing)

- A route is closed: it needs an access token unless it says `open=True`. The caller is
  `request.caller`: its `actor`, its `services`, and `do` and `ask`, which act on its behalf;
  `do` honours the `Idempotency-Key` of a POST. A flow is given `request.caller.key`, and is
  called in `with request.caller.once():`, so that a repeat that comes too early is told so.
- `refuses=[...]` names the kinds of refusal that the OpenAPI document shall list beside those of
  every route. Raise the core's errors; `refusals` turns them into problems. Nothing else is
  needed: no try, no status codes. `with naming(query="q"):` tells faults of a core field by the
  name that the caller used, where it is not the field's own in camel case.
- `allowance="upload"` spends of a stricter allowance as well. `unlimited=True` spends nothing.
- Parameters are declared as Litestar 3 will want them: `user_id: IdInPath`, `limit: Limit = 50`,
  `if_match: IfMatch = None`. A query parameter that no route declares is refused; a route that
  reads its query itself says `own_query=True`.
- Lists: `paging.page_at(limit, cursor)` in, `paging.items_of(page, change)` out. Versions:
  `etags.expected_version` and `etags.strictly` in, `etags.versioned` out, with
  `response_headers=TAGGED`. HEAD, OPTIONS and `If-None-Match` need nothing of a route.
- A body that is streamed says `request_body={...}` (an OpenAPI request body) and raises its own
  `request_max_body_size=`; `request.stream()` counts the bytes and answers 413 past it.
- Times go out as `instant(moment)`; absent optional fields are left out.
- The socket tells a refusal as `problems.problem_of(error)`.

Register the routes of a context as a tuple `ROUTES` and name it in `phantom_app.http.routes`.
"""
