"""A reference server for the contract sidedesk-orders/1 (docs/orders.md), with nothing but Python 3:
    ORDERS_SECRET=whsec_… PORT=8090 python3 docs/orders/server.py
It shows what an order system has to answer. Replace the reading of orders.json by your own database."""
import base64, hmac, json, os, threading, time
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

CUSTOMERS, ORDERS = json.loads(Path(__file__).with_name("orders.json").read_text("utf-8")).values()
KEY = base64.b64decode(os.environ.get("ORDERS_SECRET", "").removeprefix("whsec_"))
assert len(KEY) >= 24, "ORDERS_SECRET: whsec_ and base64 of 24 to 64 bytes"

class Refusal(Exception): """Its status and its code."""
def must(is_good, status, code):
    if not is_good: raise Refusal(status, code)

def now():
    return datetime.now(timezone(timedelta(hours=8))).isoformat(timespec="seconds")

# --- Signature: Standard Webhooks v1 over the raw bytes --------------------------------------------------------
SEEN, LOCK = {}, threading.Lock()  # webhook-id → when it was used, for ten minutes

def verify(headers, raw):
    id, at, signatures = (headers.get(f"webhook-{name}") for name in ("id", "timestamp", "signature"))
    must(id and at and signatures, 401, "bad_signature")
    wanted = b"v1," + base64.b64encode(hmac.digest(KEY, f"{id}.{at}.".encode() + raw, "sha256"))
    # A list, so that each is compared, however many there are.
    must(any([hmac.compare_digest(each.encode(), wanted) for each in signatures.split(" ")]), 401, "bad_signature")
    must(at.isdigit() and abs(time.time() - int(at)) <= 300, 401, "stale_timestamp")
    with LOCK:
        for old in [each for each, used in SEEN.items() if used < time.time() - 600]:
            del SEEN[old]
        must(id not in SEEN, 401, "replayed")
        SEEN[id] = time.time()

# --- Who is asked about ----------------------------------------------------------------------------------------
FIELDS = {"external_userid": "externalUserId", "unionid": "unionId", "customer_id": "customerId", "phone": "phone"}

def candidate(row):
    masked = f"{row['phone'][:3]}****{row['phone'][-4:]}"
    return {"customerId": row["customerId"], "title": row["name"], "subtitle": masked, "reasons": ["phone"]}

def find(staff, data):
    identities = (data.get("customer") or {}).get("identities")
    must(identities and all(each.get("value") not in (None, "", "null") for each in identities), 400, "no_identity")
    hits = [(each["type"], row) for each in identities for row in CUSTOMERS
            if each.get("type") in FIELDS and row.get(FIELDS[each["type"]]) == each["value"]]
    # A phone may have been written by anybody: it finds candidates and never shows an order.
    found = {row["customerId"]: row for type, row in hits if type != "phone"}
    if len(found) != 1:
        mine = {row["customerId"]: candidate(row) for _, row in hits if staff in row["staff"]}
        return {"match": "many" if found else "none", "customer": None, "candidates": list(mine.values())}
    [row] = found.values()
    must(staff in row["staff"], 403, "not_allowed")
    matched_by = list(dict.fromkeys(type for type, each in hits if each is row))
    return {"match": "one", "customer": {
        "customerId": row["customerId"], "name": row["name"], "level": row["level"], "matchedBy": matched_by}}

# --- Orders ----------------------------------------------------------------------------------------------------
def is_open(order):
    return order["status"] not in ("completed", "closed") or any(task["status"] == "open" for task in order["tasks"])

def is_about(order, q):
    names = [each["name"] for each in order["items"]] + [each["trackingNumber"] for each in order["parcels"]]
    return any(q in name for name in [order["number"], *names])

def key(order):
    return datetime.fromisoformat(order["createdAt"]), order["id"]

def page(rows, whose, data):
    """The cursor holds the key of the last row, not a position, and whose list it belongs to."""
    limit, rows = data.get("limit", 20), sorted(rows, key=key, reverse=True)
    if "cursor" in data:
        owner, created_at, id = base64.urlsafe_b64decode(str(data["cursor"])).decode().split("\n")
        rows = [order for order in rows if key(order) < key({"createdAt": created_at, "id": id})]
    must(("cursor" not in data or owner == whose) and type(limit) is int and 1 <= limit <= 100, 400, "bad_request")
    last = "\n".join([whose, rows[limit - 1]["createdAt"], rows[limit - 1]["id"]]) if len(rows) > limit else None
    listed = [{**row, "remarks": [], "items": row["items"][:3], "itemCount": len(row["items"])} for row in rows[:limit]]
    return {"orders": listed, "next": last and base64.urlsafe_b64encode(last.encode()).decode(), "asOf": now()}

def ping(staff, data):
    return {"contract": "1", "system": "reference", "now": now(), "features": ["mine", "search"]}

def orders_list(staff, data):
    found, status, q = find(staff, data), data.get("status", "all"), data.get("q", "")
    if found["match"] != "one":
        return {**found, "orders": [], "next": None, "asOf": now()}
    id = found["customer"]["customerId"]
    rows = [order for order in ORDERS if order["customerId"] == id and is_about(order, q)
            and (status == "all" or is_open(order))]
    return {**found, **page(rows, f"{id} {status} {q}", data), "total": len(rows)}

def orders_get(staff, data):
    customer = find(staff, data)["customer"]
    for order in ORDERS:
        if customer and order["id"] == data.get("orderId") and order["customerId"] == customer["customerId"]:
            return {"customer": customer, "order": order, "asOf": now()}
    raise Refusal(404, "not_found")

def customers_search(staff, data):
    q, phones = data.get("q"), data.get("phones", [])
    must(len(q) >= 3 if q else phones, 400, "bad_request")
    rows = [row for row in CUSTOMERS if staff in row["staff"]
            and (row["phone"] in [q, *phones] or q and (q in row["name"] or q == row["customerId"]))]
    return {"candidates": [candidate(row) for row in rows[:data.get("limit", 10)]]}

def orders_mine(staff, data):
    found = page([order for order in ORDERS if any(
        task["status"] == "open" and staff in task["assignees"] for task in order["tasks"])], f"mine {staff}", data)
    owners = {row["customerId"]: {"externalUserId": row["externalUserId"]} for row in CUSTOMERS}
    return {**found, "orders": [{**order, "customer": owners[order["customerId"]]} for order in found["orders"]]}

ANSWERS = {"ping": ping, "orders.list": orders_list, "orders.get": orders_get, "orders.mine": orders_mine,
           "customers.search": customers_search}

def answer(headers, raw):
    verify(headers, raw)
    message = json.loads(raw)
    must(message.get("contract") == "1", 400, "unsupported_contract")
    must(message.get("type") in ANSWERS, 400, "unknown_type")
    return ANSWERS[message["type"]](message["data"]["staff"]["userid"], message["data"])

# --- HTTP ------------------------------------------------------------------------------------------------------
class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle_all(self):
        status, type = 200, "application/json"
        try:
            raw = self.rfile.read(min(int(self.headers.get("content-length", 0)), 8_388_608))
            must(self.command == "POST", 405, "bad_request")
            must(len(raw) <= 1_048_576, 413, "bad_request")
            body = answer(self.headers, raw)
        except Exception as error:
            unread = (400, "bad_request") if isinstance(error, ValueError) else (500, "internal")
            status, code = error.args if isinstance(error, Refusal) else unread
            type, body = "application/problem+json", {"title": code, "status": status, "code": code}
        text = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        for name, value in ("content-type", type), ("cache-control", "no-store"), ("content-length", str(len(text))):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else text)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_all
    log_message = lambda *_: None

server = ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8090"))), Handler)
print(f"listening on http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
