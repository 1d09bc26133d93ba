"""A small CAS of layers of other projects, and type systems, for tests."""

from __future__ import annotations

NAME = "de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"
TOKEN = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token"
ABOUT = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"
MANY = "1" * 5000
TEXT = '🚢 Ada\r\nand\tOrm <&> "x"'
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" '
    'xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore" '
    'xmlns:type="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore" '
    'xmlns:type2="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore" '
    'xmlns:type3="http:///de/tudarmstadt/ukp/dkpro/core/api/metadata/type.ecore" '
    'xmi:version="2.0">\n<cas:NULL xmi:id="0"/>\n'
)
XMI = (
    HEAD
    + """<type3:DocumentMetaData xmi:id="1" sofa="9" begin="0" end="25" documentId="ada"/>
<type:Token xmi:id="11" sofa="9" begin="0" end="2"/>
<type:Token xmi:id="12" sofa="9" begin="3" end="6"/>
<type:Token xmi:id="13" sofa="9" begin="8" end="11" id="t3"/>
<type:Token xmi:id="14" sofa="9" begin="12" end="15"/>
<type:Sentence xmi:id="15" sofa="9" begin="0" end="6"/>
<type:Sentence xmi:id="16" sofa="9" begin="8" end="25"/>
<type2:NamedEntity xmi:id="21" sofa="9" begin="3" end="6" value="PER"/>
<type2:NamedEntity xmi:id="22" sofa="9" begin="12" end="15"/>
<custom:Meet xmi:id="31" sofa="9" begin="8" end="11" certain="true" times="2" links="32 33"/>
<custom:MeetLink xmi:id="32" role="who" target="21"/>
<custom:MeetLink xmi:id="33" target="22"/>
<custom:Kin xmi:id="41" sofa="9" begin="12" end="15" Governor="21" Dependent="14" how="&#10;x"/>
<custom:SameLink xmi:id="51" sofa="9" begin="12" end="15" referenceType="pro"/>
<custom:SameLink xmi:id="52" sofa="9" begin="3" end="6" next="51" referenceRelation="is"/>
<custom:SameChain xmi:id="53" sofa="9" first="52"/>
<custom:Topic xmi:id="61" sofa="9" name="port"/>
<cas:Sofa xmi:id="9" sofaNum="1" sofaID="_InitialView" mimeType="text" \
sofaString="🚢 Ada&#13;&#10;and&#9;Orm &lt;&amp;&gt; &quot;x&quot;  "/>
<cas:View sofa="9" members="1 11 12 13 14 15 16 21 22 31 32 33 41 51 52 53 61"/>
</xmi:XMI>
"""
)


def feature(name: str, held: str, element: str = "") -> str:
    more = f"<elementType>{element}</elementType>" if element else ""
    return (
        f"<featureDescription><name>{name}</name><description/>"
        f"<rangeTypeName>{held}</rangeTypeName>{more}</featureDescription>"
    )


def kind(name: str, parent: str, *features: str) -> str:
    return (
        f"<typeDescription><name>webanno.custom.{name}</name><description/>"
        f"<supertypeName>uima.{parent}</supertypeName><features>{''.join(features)}</features>"
        "</typeDescription>"
    )


STRING, SPAN = "uima.cas.String", "uima.tcas.Annotation"
OWN_TYPES = (
    '<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types>'
    + kind(
        "Meet",
        "tcas.Annotation",
        feature("certain", "uima.cas.Boolean"),
        feature("times", "uima.cas.Integer"),
        feature("links", "uima.cas.FSArray", "webanno.custom.MeetLink"),
    )
    + kind("MeetLink", "cas.TOP", feature("role", STRING), feature("target", SPAN))
    + kind(
        "Kin",
        "tcas.Annotation",
        feature("Governor", SPAN),
        feature("Dependent", SPAN),
        feature("how", STRING),
    )
    + kind(
        "SameLink",
        "tcas.Annotation",
        feature("next", "webanno.custom.SameLink"),
        feature("referenceType", STRING),
        feature("referenceRelation", STRING),
    )
    + kind("SameChain", "cas.AnnotationBase", feature("first", "webanno.custom.SameLink"))
    + kind("Topic", "cas.AnnotationBase", feature("name", STRING))
    + kind("About", "tcas.DocumentAnnotation", feature("documentId", STRING)).replace(
        "webanno.custom.About", ABOUT
    )
    + "</types></typeSystemDescription>\n"
)
