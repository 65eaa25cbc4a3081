"""HTTP: how the domain is told over the wire, and nothing else.

How to write a route::

    from litestar import post, get
    from phantom_app.http.callers import PhantomRequest
    from phantom_app.http.payloads import IdInPath, IdText, InstantText, Payload, instant

    class NewThing(Payload):                      # what is read; unknown fields are refused
        name: str
        parent_id: IdText | None = None           # `parentId` on the wire, may be absent

    @post("/api/things", refuses=[NotFound, ThingTaken], allowance="upload")
    async def make_thing(request: PhantomRequest, data: NewThing) -> ThingPayload:
        thing = await request.caller.do(MakeThing(name=data.name))
        return thing_of(thing)

- A route is closed: it needs an access token unless it says `open=True`. The caller is
  `request.caller`: its `actor`, its `services`, and `do` and `ask`, which act on its behalf;
  `do` honours the `Idempotency-Key` of a POST (a flow is given `request.caller.key`).
- `refuses=[...]` names the kinds of refusal that the OpenAPI document shall list beside those of
  every route. Raise the core's errors; `refusals` turns them into problems. Nothing else is
  needed: no try, no status codes.
- `allowance="upload"` spends of a stricter allowance as well. `unlimited=True` spends nothing.
- Parameters are declared as Litestar 3 will want them: `user_id: IdInPath`, `limit: Limit = 50`,
  `if_match: IfMatch = None`. A query parameter that no route declares is refused; a route that
  reads its query itself says `own_query=True`.
- Lists: `paging.page_at(limit, cursor)` in, `paging.items_of(page, change)` out. Versions:
  `etags.expected_version` and `etags.strictly` in, `etags.versioned` out.
- A body that is streamed says `request_body={...}` (an OpenAPI request body) and raises its own
  `request_max_body_size=`; `request.stream()` counts the bytes and answers 413 past it.
- Times go out as `instant(moment)`; absent optional fields are left out.
- The socket tells a refusal as `problems.problem_of(error)`.

Register the routes of a context as a tuple `ROUTES` and name it in `phantom_app.http.routes`.
"""
