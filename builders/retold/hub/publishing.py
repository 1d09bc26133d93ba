"""A plan -> one commit and one tag on a hub.

Nothing is overwritten: a tag that is there stays, and a commit is made on the parent that the plan
saw, or not at all. Each step looks at what is there already, so a run that broke off is finished by
the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from retold.hub.calls import Hub, HubError, Say, conflict, connected, transient
from retold.hub.plan import (
    KEPT,
    Change,
    NotAsBuiltError,
    Plan,
    Step,
    assert_same,
    some,
    unlike,
)
from retold.hub.reading import MAIN, Digests, commit_at, differing, files_at, silent, tags

_WAITS = (1, 2, 4)


def publish(plan: Plan, *, message: str | None = None, say: Say = silent) -> str:
    """Does what the plan says: the commit, then the tag. Returns the commit that has the tag.

    The tag is made only after the hub has listed the digests of the files as they are here.
    ``message`` is the commit's; default: name and version. Raises NotAsBuiltError where a file is no
    longer as planned, TagTakenError, and HubError; run plan and publish again then.
    """
    local = {file.path: file.digests for file in plan.files if file.change is not Change.removed}
    if changed := differing(plan.folder, local):
        raise NotAsBuiltError([f"{path} changed after the plan was made" for path in changed])
    with connected(plan.repo, plan.endpoint, say) as hub:
        if plan.step is Step.nothing:
            found = commit_at(hub, plan.tag)
            assert found is not None  # the plan saw it
            return found
        head = plan.head or _create(hub, plan.private)
        if plan.step is Step.commit:
            head = _commit(hub, plan, head, local, message or f"{plan.name} {plan.version}")
            if wrong := unlike(files_at(hub, head), local):
                raise HubError(
                    f"{hub.endpoint} does not confirm what it was sent ({some(wrong)}), and no tag was "
                    "made: run this again to send it once more"
                )
        say(f"tagging {plan.tag}")
        _tag(hub, plan.tag, head, local)
        return head


def _create(hub: Hub, private: bool) -> str:
    """A new dataset with what the hub puts into it; returns its first commit."""
    hub.say(f"creating {hub.repo}")
    with hub.doing(f"creating {hub.repo}"):
        hub.patiently(
            lambda: hub.api.create_repo(hub.repo, repo_type="dataset", private=private, exist_ok=True)
        )
    head = commit_at(hub, MAIN)
    if head is None or set(files_at(hub, head)) - {KEPT}:
        raise HubError(f"{hub.repo} was made by someone else meanwhile: run this again for a new plan")
    return head


def _commit(hub: Hub, plan: Plan, head: str, local: Mapping[str, Digests], message: str) -> str:
    """Uploads and commits; returns the new commit of main."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete

    additions = [
        CommitOperationAdd(path_in_repo=file.path, path_or_fileobj=plan.folder / file.path)
        for file in plan.of(Change.added, Change.changed)
    ]
    removals = [CommitOperationDelete(f.path, is_folder=False) for f in plan.of(Change.removed)]
    hub.say(f"sending {len(additions)} files")
    with hub.doing("uploading"), _as_the_hub_stores(hub):
        hub.api.preupload_lfs_files(hub.repo, additions, repo_type="dataset", revision=MAIN)
    hub.say(f"committing on {head[:7]}")
    for wait in (*_WAITS, None):
        try:
            made = hub.api.create_commit(
                hub.repo,
                [*additions, *removals],
                commit_message=message,
                repo_type="dataset",
                revision=MAIN,
                parent_commit=head,
            )
        except Exception as error:
            with hub.doing("committing"):
                if not transient(error) and not conflict(error):
                    raise
                # an answer that was lost may have been a yes; the hub knows
                if landed := _landed(hub, head, local):
                    return landed
                if wait is None or conflict(error):
                    raise
                hub.pause(error, wait)
        else:
            return str(made.oid)
    raise AssertionError("the last try returns or raises")


def _landed(hub: Hub, head: str, local: Mapping[str, Digests]) -> str | None:
    """The commit of main, where it is no longer ``head`` and has exactly these files."""
    now = commit_at(hub, MAIN)
    return now if now and now != head and not unlike(files_at(hub, now), local) else None


@contextmanager
def _as_the_hub_stores(hub: Hub) -> Iterator[None]:
    """Large files go by Xet, or by plain LFS for the block where the hub knows no Xet.

    huggingface_hub 2 takes Xet wherever hf_xet is installed, and does not fall back; self-hosted
    hubs need not have it. A hub that has it gives a token for writing to it.
    """
    from huggingface_hub import constants
    from huggingface_hub.utils import build_hf_headers, get_session

    address = f"{hub.endpoint}/api/datasets/{hub.repo}/xet-write-token/{MAIN}"
    answer = hub.patiently(lambda: get_session().get(address, headers=build_hf_headers()))
    before = constants.HF_HUB_DISABLE_XET
    constants.HF_HUB_DISABLE_XET = before or not answer.is_success
    try:
        yield
    finally:
        constants.HF_HUB_DISABLE_XET = before


def _tag(hub: Hub, tag: str, commit: str, local: Mapping[str, Digests]) -> None:
    """The tag at the commit; one that is there already must be at the same files."""
    with hub.doing(f"tagging {tag}"):
        try:
            hub.patiently(
                lambda: hub.api.create_tag(hub.repo, tag=tag, revision=commit, repo_type="dataset")
            )
        except Exception as error:
            # made by a try whose answer was lost, or by someone else
            if not conflict(error) or tag not in tags(hub):
                raise
        else:
            return
    assert_same(hub, tag, local)
