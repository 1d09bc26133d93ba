"""The calls of the Hub that the stand-in answers, one function and one row of ``ROUTES`` each.

They check what a Hub checks: rights, digests, sizes, parents, tags. There is no Xet, as on
self-hosted hubs; large files go by the LFS protocol.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

import yaml

from hub_store import Answer, Entry, RefusalError, Repo, Request, blob_id

PAGE = 20  # entries of a tree before the client must follow a link
LARGE = ("*.parquet", "*.zip")  # what goes to large file storage in a new dataset
ATTRIBUTES = "".join(f"{name} filter=lfs diff=lfs merge=lfs -text\n" for name in LARGE).encode()
DATE = "2026-01-01T00:00:00.000Z"

ROUTES: list[tuple[str, str, re.Pattern[str], Callable[[Request], Answer]]] = []
Route = Callable[[Request], Answer]


def route(name: str, methods: str, path: str) -> Callable[[Route], Route]:
    """Adds a row to the table of calls."""

    def add(function: Route) -> Route:
        pattern = re.compile(path.replace("{repo}", r"(?P<repo>[^/]+/[^/]+?)") + r"\Z")
        ROUTES.extend((name, method, pattern, function) for method in methods.split())
        return function

    return add


@route("whoami", "GET", "/api/whoami-v2")
def whoami(request: Request) -> Answer:
    if request.user is None:
        raise RefusalError(401, "Invalid username or password.")
    return Answer({"type": "user", "name": request.user.name})


@route("create", "POST", "/api/repos/create")
def create(request: Request) -> Answer:
    wanted, user, hub = request.json, request.user, request.hub
    if user is None:
        raise RefusalError(401, "Invalid username or password.")
    assert wanted["type"] == "dataset"
    name = f"{wanted['organization']}/{wanted['name']}"
    url = f"{hub.address}/datasets/{name}"
    if wanted["organization"] not in user.writes:
        raise RefusalError(403, f'You don\'t have the rights to create a dataset under "{name}"')
    if name in hub.repos:
        raise RefusalError(409, "You already created this dataset repo", url=url)
    repo = hub.repos[name] = Repo(wanted.get("visibility") == "private" or bool(wanted.get("private")))
    repo.commit({".gitattributes": hub.keep(ATTRIBUTES)}, "initial commit")
    return Answer({"url": url})


@route("info", "GET", "/api/datasets/{repo}(?:/revision/(?P<revision>[^/]+))?")
def info(request: Request) -> Answer:
    repo = request.repo()
    oid = repo.resolve(request.groups.get("revision") or "main")
    files = repo.commits[oid].files
    name = request.groups["repo"]
    about = {"id": name, "author": name.split("/")[0], "sha": oid, "lastModified": DATE}
    about |= {"createdAt": DATE, "private": repo.private, "gated": False, "disabled": False}
    about |= {
        "tags": [],
        "downloads": 0,
        "likes": 0,
        "siblings": [{"rfilename": path} for path in files],
    }
    return Answer(about)


@route("refs", "GET", "/api/datasets/{repo}/refs")
def refs(request: Request) -> Answer:
    repo = request.repo()

    def listed(kind: str, names: dict[str, str]) -> list[dict[str, str]]:
        return [{"name": n, "ref": f"refs/{kind}/{n}", "targetCommit": o} for n, o in names.items()]

    tags, branches = listed("tags", repo.tags), listed("heads", repo.branches)
    return Answer({"branches": branches, "converts": [], "tags": tags, "pullRequests": []})


def shown(path: str, entry: Entry) -> dict[str, Any]:
    """A file as a tree lists it."""
    row: dict[str, Any] = {"type": "file", "path": path, "oid": entry.blob, "size": entry.size}
    if entry.lfs:
        row["lfs"] = {"oid": entry.lfs, "size": entry.size, "pointerSize": 130}
    return row


def folder(path: str, files: dict[str, Entry]) -> dict[str, Any]:
    """A folder as a tree lists it."""
    below = sorted((p, e.blob) for p, e in files.items() if p.startswith(f"{path}/"))
    oid = hashlib.sha1(repr(below).encode()).hexdigest()
    return {"type": "directory", "path": path, "oid": oid, "size": 0}


def parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


@route("tree", "GET", "/api/datasets/{repo}/tree/(?P<revision>[^/]+)(?:/(?P<path>.*))?")
def tree(request: Request) -> Answer:
    repo = request.repo()
    files = repo.commits[repo.resolve(request.groups["revision"])].files
    top = request.groups.get("path") or ""
    prefix = f"{top}/" if top else ""
    rows = {p: shown(p, e) for p, e in files.items() if p.startswith(prefix)}
    if top and not rows:
        raise RefusalError(404, f"{top} does not exist", code="EntryNotFound")
    rows |= {up: folder(up, files) for p in list(rows) for up in parents(p) if up.startswith(prefix)}
    if request.query.get("recursive", "").lower() not in ("true", "1"):
        rows = {p: row for p, row in rows.items() if "/" not in p[len(prefix) :]}
    if request.query.get("expand", "").lower() in ("true", "1"):
        rows = {
            p: row | {"lastCommit": {"id": "0" * 40, "title": "", "date": DATE}}
            for p, row in rows.items()
        }
    at = int(request.query.get("cursor", "0"))
    page = [rows[p] for p in sorted(rows)[at : at + PAGE]]
    if at + PAGE >= len(rows):
        return Answer(page)
    query = "&".join(f"{k}={v}" for k, v in (request.query | {"cursor": str(at + PAGE)}).items())
    here = (
        f"{request.hub.address}/api/datasets/{request.groups['repo']}/tree/{request.groups['revision']}"
    )
    here += f"/{top}" if top else ""
    return Answer(page, headers={"Link": f'<{here}?{query}>; rel="next"'})


@route("paths-info", "POST", "/api/datasets/{repo}/paths-info/(?P<revision>[^/]+)")
def paths_info(request: Request) -> Answer:
    repo = request.repo()
    files = repo.commits[repo.resolve(request.groups["revision"])].files
    if "json" in request.headers.get("Content-Type", ""):
        paths = request.json["paths"]
    else:
        paths = parse_qs(request.body.decode())["paths"]
    folders = {up for p in files for up in parents(p)}
    found = [shown(p, files[p]) for p in paths if p in files]
    return Answer([*found, *(folder(p, files) for p in paths if p in folders)])


@route("validate-yaml", "POST", "/api/validate-yaml")
def validate_yaml(request: Request) -> Answer:
    front = re.match(r"---\n(.*?\n)---\n", request.json["content"], re.DOTALL)
    try:
        found = yaml.safe_load(front[1]) if front else None
    except yaml.YAMLError as error:
        raise RefusalError(400, "Invalid YAML", errors=[{"message": str(error)}]) from None
    return Answer({"errors": [], "warnings": [] if found else [{"message": "empty metadata"}]})


@route("xet-token", "GET", "/api/datasets/{repo}/xet-(?:read|write)-token/(?P<revision>[^/]+)")
def xet_token(request: Request) -> Answer:
    raise RefusalError(404, "no Xet here")


@route("preupload", "POST", "/api/datasets/{repo}/preupload/(?P<revision>[^/]+)")
def preupload(request: Request) -> Answer:
    repo = request.repo(write=True)
    files = repo.commits[repo.resolve(request.groups["revision"])].files
    large = request.hub.large(repo)
    rows = []
    for wanted in request.json["files"]:
        path = wanted["path"]
        assert len(base64.b64decode(wanted["sample"])) == min(512, wanted["size"])
        mode = "lfs" if large(path) else "regular"
        oid = files[path].blob if path in files and not files[path].lfs else None
        rows.append({"path": path, "uploadMode": mode, "shouldIgnore": False, "oid": oid})
    return Answer({"files": rows})


@route("lfs-batch", "POST", "/datasets/{repo}.git/info/lfs/objects/batch")
def lfs_batch(request: Request) -> Answer:
    request.repo(write=True)
    hub, wanted = request.hub, request.json
    assert wanted["operation"] == "upload"
    rows = []
    for item in wanted["objects"]:
        row: dict[str, Any] = {"oid": item["oid"], "size": item["size"]}
        if item["oid"] not in hub.objects:
            hub.awaited[item["oid"]] = item["size"]
            verify = f"{hub.address}/datasets/{request.groups['repo']}.git/info/lfs/objects/verify"
            upload = {"href": f"{hub.address}/upload/{item['oid']}?signature={hub.signature}"}
            row["actions"] = {"upload": upload, "verify": {"href": verify}}
        rows.append(row)
    return Answer({"transfer": "basic", "objects": rows})


@route("upload", "PUT", "/upload/(?P<oid>[0-9a-f]{64})")
def upload(request: Request) -> Answer:
    hub, oid = request.hub, request.groups["oid"]
    body = hub.on_the_way(request)
    if request.query.get("signature") != hub.signature or oid not in hub.awaited:
        raise RefusalError(403, "SignatureDoesNotMatch")
    if len(body) != hub.awaited[oid]:
        raise RefusalError(400, f"{len(body)} bytes came, {hub.awaited[oid]} were announced")
    if hashlib.sha256(body).hexdigest() != oid:
        raise RefusalError(400, "The SHA-256 you specified did not match what we received")
    hub.objects[oid] = body
    return Answer()


@route("lfs-verify", "POST", "/datasets/{repo}.git/info/lfs/objects/verify")
def lfs_verify(request: Request) -> Answer:
    request.repo(write=True)
    wanted = request.json
    if len(request.hub.objects.get(wanted["oid"], b"")) != wanted["size"]:
        raise RefusalError(404, "Object not found, or its size differs")
    return Answer({})


@route("commit", "POST", "/api/datasets/{repo}/commit/(?P<revision>[^/]+)")
def commit(request: Request) -> Answer:
    repo, hub = request.repo(write=True), request.hub
    assert request.groups["revision"] == "main"
    lines = [json.loads(line) for line in request.body.splitlines()]
    head = lines[0]["value"]
    assert lines[0]["key"] == "header"
    if head.get("parentCommit", repo.branches["main"]) != repo.branches["main"]:
        raise RefusalError(412, "A commit has happened since. Please refresh and try again.")
    files = dict(repo.commits[repo.branches["main"]].files)
    for line in lines[1:]:
        key, value = line["key"], line["value"]
        path = value["path"]
        if key == "deletedFile":
            if files.pop(path, None) is None:
                raise RefusalError(404, "A file with this name doesn't exist", code="EntryNotFound")
        elif key == "lfsFile":
            held = hub.objects.get(value["oid"])
            if held is None or len(held) != value["size"]:
                raise RefusalError(
                    400, f"Your push was rejected: the LFS object of {path} does not exist"
                )
            pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{value['oid']}\n"
            pointer += f"size {value['size']}\n"
            files[path] = Entry(blob_id(pointer.encode()), value["size"], value["oid"])
        else:
            assert (key, value["encoding"]) == ("file", "base64")
            files[path] = hub.keep(base64.b64decode(value["content"], validate=True))
            if request.spoilt:
                data = hub.blobs[files[path].blob]
                files[path] = hub.keep(bytes([data[0] ^ 1]) + data[1:])
                request.spoilt = False
    oid = repo.commit(files, head["summary"])
    url = f"{hub.address}/datasets/{request.groups['repo']}/commit/{oid}"
    return Answer({"success": True, "commitOid": oid, "commitUrl": url, "pullRequestUrl": None})


@route("tag", "POST", "/api/datasets/{repo}/tag/(?P<revision>[^/]+)")
def tag(request: Request) -> Answer:
    repo, name = request.repo(write=True), request.json["tag"]
    if name in repo.tags:
        raise RefusalError(409, f"Tag reference exists already: {name}")
    repo.tags[name] = repo.resolve(request.groups["revision"])
    return Answer({})


def ranged(request: Request, data: bytes, headers: dict[str, str]) -> Answer:
    """The bytes asked for: all, or one range (RFC 9110, section 14)."""
    headers = {**headers, "Accept-Ranges": "bytes", "Content-Type": "application/octet-stream"}
    match = re.fullmatch(r"bytes=(\d*)-(\d*)", request.headers.get("Range", ""))
    if match is None:
        return Answer(data, headers=headers)
    first, last = match.groups()
    start = int(first) if first else max(0, len(data) - int(last))
    stop = min(len(data), int(last) + 1) if first and last else len(data)
    if start >= len(data):
        return Answer(b"", 416, {"Content-Range": f"bytes */{len(data)}"})
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(data)}"
    return Answer(data[start:stop], 206, headers)


@route("resolve", "GET HEAD", "/datasets/{repo}/resolve/(?P<revision>[^/]+)/(?P<path>.+)")
def resolve(request: Request) -> Answer:
    repo, hub = request.repo(), request.hub
    oid = repo.resolve(request.groups["revision"])
    entry = repo.commits[oid].files.get(request.groups["path"])
    headers = {"X-Repo-Commit": oid}
    if entry is None:
        raise RefusalError(404, "Entry not found", code="EntryNotFound")
    if entry.lfs is None:
        return ranged(request, hub.blobs[entry.blob], headers | {"ETag": f'"{entry.blob}"'})
    headers |= {"X-Linked-Size": str(entry.size), "X-Linked-ETag": f'"{entry.lfs}"'}
    # a host of another name, as the Hub's storage is: no token may go there
    place = f"http://localhost:{hub.port}/storage/{entry.lfs}?signature={hub.signature}"
    return Answer(b"", 302, headers | {"Location": place})


@route("storage", "GET HEAD", "/storage/(?P<oid>[0-9a-f]{64})")
def storage(request: Request) -> Answer:
    if request.query.get("signature") != request.hub.signature:
        raise RefusalError(403, "SignatureDoesNotMatch")
    request.hub.tokens_at_storage += "Authorization" in request.headers
    oid = request.groups["oid"]
    return ranged(request, request.hub.objects[oid], {"ETag": f'"{oid}"'})
