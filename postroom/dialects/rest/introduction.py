"""The words at the top of the API description."""

DESCRIPTION = """\
The native API of Postroom: inboxes for AI agents, the codes and links that arrive in them, and answers.

**Keys.** Send `Authorization: Bearer pr_live_…`, or the same key as `X-API-Key`. Two different keys in one request are refused.

**JSON.** Fields are snake_case and typed strictly; unknown fields are refused by name. Leaving a field out, `null` and a value are three
things. The body of a request with a key is read as JSON with or without a `Content-Type`. Of a name that stands twice in an object the
last one counts. With `X-Postroom-Lenient: 1` numbers, booleans and lists are also taken as strings.

**Queries.** Lists are repeated (`label=a&label=b`) or written with commas (`label=a,b`); objects as `metadata[team]=red`,
`metadata.team=red` or JSON. Unknown parameters are refused by name, and so is a repeated one that takes one value.

**Ids and time.** An id is a prefix and an opaque part (`inb_…`). An inbox may also be named by its address. Instants are RFC 3339 in UTC;
durations are in seconds.

**Lists** take `limit` and `cursor`, come newest first, and answer `data`, `next_cursor` and `has_more`.

**Errors** are problem documents (RFC 9457). `code` is for programs and never changes. 400 says that the request cannot be read at all,
422 that its values do not fit: `errors` names every field. `retryable` says whether the same request may work later.

**Repeating safely.** Send an `Idempotency-Key` with whatever changes something: the same key with the same body gives the stored answer.

**Waiting.** A wait answers as soon as something arrives; there is no need to poll. Closing the connection ends it.
"""
