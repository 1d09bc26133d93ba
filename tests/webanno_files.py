"""A small file of WebAnno TSV 3 with every kind of cell, for tests."""

from __future__ import annotations

from retold.formats import webanno
from retold.formats.neutral import (
    Attribute,
    Document,
    Item,
)

NAME = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
SENTENCE = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence"
SPAN, MEET, SAME = "webanno.custom.Plain", "webanno.custom.Meet", "webanno.custom.Same"
HEAD = f"""#FORMAT=WebAnno TSV 3.3
#T_SP={NAME}|identifier|value
#T_SP={SPAN}|
#T_SP={MEET}|ROLE_{MEET}:links_{MEET}Link|uima.tcas.Annotation|certain
#T_CH={SAME}Link|referenceRelation|referenceType
#T_RL=webanno.custom.Kin|how|BT_{NAME}
#T_RL=webanno.custom.Next|BT_{TOKEN}


"""
# Columns: identifier, value; plain; role, target, certain; relation, type; how, end; end.
ROWS = """#Sentence.id=s\\\\1
#Text=🚢 Ada Lund\\tand
#Text=Orm\\r
1-1\t0-2\t🚢\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t_\t
1-2\t3-6\tAda\t*[1]|*[2]\tPER[1]|a\\|b\\[1\\]\\*\\_\\;\\->\\\\[2]\t_\t_\t_\t_\tis->1-2\t*[1]\t_\t_\t1-1\t
1-2.1\t3-4\tA\t_\t_\t*\t_\t_\t_\t_\t_\t_\t_\t_\t
1-2.2\t6-6\t\t_\t_\t*[5]|*[6]\t_\t_\t_\t_\t_\t_\t_\t_\t
1-3\t7-11\tLund\t*[1]\tPER[1]\t_\t_\t_\t_\t_\t_\t_\t_\t_\t
1-4\t12-15\tand\t_\t_\t_\twho\\;;*[3]\t1-2[1];2-1[4]\ttrue[3]\t*->1-1\tpro[1]\t_\t_\t_\t
1-5\t16-19\tOrm\t_\t_\t_\t_[7]\t*\t*[7]\t_\t_\t_\t_\t_\t
\t
#Text=met
#Text=
2-1\t22-25\tmet\t*[4]\t*[4]\t_\t_\t_\t_\t*->1-1|x->2-1\tpro[1]|y[2]\tkin|*\t1-2[1_4]|1-2[2_4]\t_\t
"""
TSV = HEAD + ROWS.replace("\n\t\n", "\n\n")


def read(text: str) -> Document:
    found = webanno.loads({"sub/a.tsv": text})
    assert found.findings == ()
    (document,) = found.documents
    return document


def layers_of(document: Document) -> dict[str, object]:
    return {i.target: i.value for i in document.items if isinstance(i, Attribute) and i.name == "layer"}


def said_of(document: Document) -> list[Item]:
    return [i for i in document.items if not isinstance(i, Attribute) or i.name not in ("layer", "slot")]
