#!/usr/bin/env python3
"""Verifies an intact-export/v1 file with nothing but Python 3 and a verifier key that you trust.

usage: verify_export.py FILE VKEY [KEPT]

VKEY: the log's Ed25519 key, name+id+base64, from somewhere else than FILE. KEPT: a checkpoint of the log that you kept.

Written from docs/formats.md alone. Exit code 0: everything holds; 1: something does not; the reason is printed.
The ML-DSA-44 cosignature is not checked: the Ed25519 signature covers the same origin, size and root.
"""
import base64, hashlib, json, sys

def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()

def check(holds, reason):
    if not holds:
        sys.exit("NOT VERIFIED: " + reason)

# --- Ed25519 (RFC 8032 section 5.1.7); the same with OpenSSL is in docs/formats.md ---
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P

def point(encoded):
    y = int.from_bytes(encoded, "little") & (1 << 255) - 1
    check(y < P, "a point of the signature is not canonical")
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    check((x * x - xx) % P == 0, "a point of the signature is not on the curve")
    return (P - x if x & 1 != encoded[31] >> 7 else x), y

def add(a, b):
    t = D * a[0] * b[0] * a[1] * b[1]
    return ((a[0] * b[1] + b[0] * a[1]) * pow(1 + t, P - 2, P) % P, (a[1] * b[1] + a[0] * b[0]) * pow(1 - t, P - 2, P) % P)

def times(n, a):
    result = (0, 1)
    while n:
        result, a, n = add(result, a) if n & 1 else result, add(a, a), n >> 1
    return result

def ed25519(public, signature, message):
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    base = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    return s < L and times(s, base) == add(point(signature[:32]), times(h, point(public)))

# --- the tree (RFC 9162): subtrees of 2^level leaves, left to right, merged as they meet ---
def append(tree, level, value):
    while tree and tree[-1][0] == level:
        value, level = sha256(b"\1", tree.pop()[1], value), level + 1
    tree.append((level, value))

def levels(begin, end):
    """The levels of the fewest aligned subtrees that cover [begin, end), left to right."""
    while begin < end:
        level = (end - begin).bit_length() - 1
        level = min(level, (begin & -begin).bit_length() - 1) if begin else level
        yield level
        begin += 1 << level

def fold(tree):
    result = tree[-1][1] if tree else sha256()
    for _, left in reversed(tree[:-1]):
        result = sha256(b"\1", left, result)
    return result

def root_of(pieces, at):
    """The root of all pieces, (level, hash) from left to right, and that of the first `at` leaves if a piece ends there."""
    tree, position, then = [], 0, fold([]) if at == 0 else None
    for level, value in pieces:
        append(tree, level, value)
        position += 1 << level
        then = fold(tree) if position == at else then
    return fold(tree), then

def cover(begin, end, hashes):
    covered = list(levels(begin, end))
    check(len(covered) == len(hashes), "a proof has a wrong number of hashes")
    return list(zip(covered, map(bytes.fromhex, hashes)))

def signed(note, vkey):
    """Origin, size and root of a checkpoint that VKEY has signed."""
    text, _, signatures = note.rpartition("\n\n")
    text = (text + "\n").encode()
    name, key_id, key = vkey.split("+", 2)
    key = base64.b64decode(key)
    own_id = sha256(name.encode(), b"\n", key)[:4]
    check(len(key) == 33 and key[0] == 1 and own_id.hex() == key_id, "VKEY is not an Ed25519 verifier key")
    lines = [s.split(" ") for s in signatures.splitlines()]
    blobs = [base64.b64decode(s[2]) for s in lines if s[:2] == ["\u2014", name]]
    mine = [b[4:] for b in blobs if b[:4] == own_id]
    check(mine and all(ed25519(key[1:], s, text) for s in mine), "the checkpoint is not signed by VKEY")
    origin, size, root = text.decode().split("\n")[:3]
    check(origin == name, "the checkpoint is of another log")
    return origin, int(size), base64.b64decode(root)

def main(path, vkey, kept_path=None):
    with open(path, "rb") as file:
        lines = file.read().split(b"\n")
    check(len(lines) > 2 and lines[0] == b"intact-export/v1" and lines[-1] == b"", "not an intact-export/v1, or cut short")
    head, records = lines[1], lines[2:-1]
    head = json.loads(head)
    begin, end, size = head["begin"], head["end"], head["size"]
    origin, tree_size, root = signed(head["checkpoint"], vkey)
    check(origin == head["origin"] and tree_size == size, "the header is of another log or size")
    kept_size = kept_root = None
    if kept_path:
        with open(kept_path, encoding="utf-8") as file:
            kept_size, kept_root = signed(file.read(), vkey)[1:]

    check(0 <= begin <= head["selected_begin"] <= head["selected_end"] <= end <= size, "the bounds contradict each other")
    check(len(records) == end - begin, "the file has %d records, not %d" % (len(records), end - begin))
    left, right = cover(0, begin, head["left"]), cover(end, size, head["right"])
    result, then = root_of(left + [(0, sha256(b"\0", record)) for record in records] + right, kept_size)
    rooted = result == root

    start_date, end_date, before = head.get("start_date", ""), head.get("end_date", "~"), ""
    for index, record in enumerate(records, begin):
        integrity = json.loads(record)["integrity"]
        stated, version = integrity["hash"].encode(), integrity["version"].encode()
        tail = b'"version":"%s"' % version
        unhashed = record.replace(b'"hash":"%s",%s' % (stated, tail), tail, 1)
        actual = hashlib.sha256(unhashed).hexdigest().encode()
        check(actual == stated, "record %d was changed: expected %s, actual %s" % (index, stated.decode(), actual.decode()))
        created = integrity["created_at"]
        check(before <= created, "record %d is backdated" % index)
        selected = head["selected_begin"] <= index < head["selected_end"]
        check(selected == (start_date <= created < end_date), "record %d: the dates and the selection contradict" % index)
        beside = selected or (created < start_date if index < head["selected_begin"] else created >= end_date)
        check(beside, "record %d lies on the other side of the dates: completeness is not shown" % index)
        before = created
    check(rooted, "the records are not those of the signed log")
    check("start_date" in head or head["selected_begin"] == 0, "it begins within the log without a start_date")
    check("end_date" in head or head["selected_end"] == size, "it ends within the log without an end_date")
    check("start_date" not in head or begin < head["selected_begin"] or begin == 0, "no record before start_date is shown")
    check("end_date" not in head or head["selected_end"] < end or end == size, "no record behind end_date is shown")
    if kept_path:
        check(kept_size <= size, "ROLLED BACK: the kept checkpoint has size %d, the file %d" % (kept_size, size))
        for brought in head.get("consistency", []):
            if then is None and brought["size"] == kept_size:
                pieces = cover(0, kept_size, brought["left"]) + cover(kept_size, size, brought["right"])
                result, then = root_of(pieces, kept_size)
                check(result == root, "the consistency proof is not of the signed log")
        check(then is not None, "the file does not show that it continues the kept checkpoint of size %d" % kept_size)
        check(then == kept_root, "FORKED: the log does not continue the kept checkpoint of size %d" % kept_size)
    print("VERIFIED: %d records, [%d, %d) of %s at size %d%s%s" % (
        head["selected_end"] - head["selected_begin"], head["selected_begin"], head["selected_end"], origin, size,
        ", recorded from " + start_date if start_date else "", ", recorded before " + end_date if end_date != "~" else ""))

if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    main(*sys.argv[1:])
