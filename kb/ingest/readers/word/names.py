"""Names of WordprocessingML (标签名), in its transitional namespaces; those of Strict are turned into them."""

from __future__ import annotations

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_STRICT = "http://purl.oclc.org/ooxml/"
# ISO/IEC 29500-1 and -4: what a namespace of Strict is called in Transitional.
_TRANSITIONAL = {
    f"{_STRICT}wordprocessingml/main": W[1:-1],
    f"{_STRICT}officeDocument/relationships": R[1:-1],
    f"{_STRICT}officeDocument/math": MATH[1:-1],
    f"{_STRICT}drawingml/main": "http://schemas.openxmlformats.org/drawingml/2006/main",
    f"{_STRICT}drawingml/chart": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    f"{_STRICT}drawingml/diagram": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
    f"{_STRICT}drawingml/picture": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    f"{_STRICT}drawingml/wordprocessingDrawing":
        "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
_OFF = frozenset(("0", "false", "off", "none"))


def w(tag: str) -> str:
    """The full name of a tag or attribute."""
    return W + tag


def transitional(root: etree._Element) -> etree._Element:
    """The tree with the names of Transitional where it is written in Strict."""
    if not any(uri.startswith(_STRICT) for element in (root, *root) for uri in element.nsmap.values()):
        return root
    for element in root.iter(etree.Element):
        element.tag = _renamed(str(element.tag))
        for name, value in list(element.attrib.items()):
            if (renamed := _renamed(str(name))) != name:
                del element.attrib[name]
                element.set(renamed, value)
    return root


def _renamed(name: str) -> str:
    uri, _, local = name[1:].partition("}") if name.startswith("{") else ("", "", name)
    return f"{{{_TRANSITIONAL[uri]}}}{local}" if uri in _TRANSITIONAL else name


def value_of(parent: etree._Element | None, path: str) -> str | None:
    """The w:val of the element below `parent` at a path of w: tags (pPr/numPr/numId), None where there is none."""
    found = below(parent, path)
    return None if found is None else found.get(w("val"))


def below(parent: etree._Element | None, path: str) -> etree._Element | None:
    """The first element at a path of w: tags."""
    return None if parent is None else parent.find("/".join(w(tag) for tag in path.split("/")))


def is_on(parent: etree._Element | None, path: str) -> bool | None:
    """Whether a property that is on or off is on; None where it is not stated."""
    found = below(parent, path)
    return None if found is None else found.get(w("val"), "1").lower() not in _OFF


def integer(text: str | None, default: int) -> int:
    """A whole number as the format writes it; `default` for anything else."""
    try:
        return int(float(text)) if text else default
    except (ValueError, OverflowError):
        return default
