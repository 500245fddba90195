"""Prints what is in a workbook as a spreadsheet would read it: python3 workbook.py FILE.xlsx. Every part must be well-formed
XML. A cell is A1="text" or A1=number, with its number format where it has one; formulas are named as such."""
import sys
import zipfile
import xml.etree.ElementTree as tree

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
book = zipfile.ZipFile(sys.argv[1])
parts = {name: tree.fromstring(book.read(name)) for name in book.namelist()}


def text_of(element):
    return "".join(piece.text or "" for piece in element.iter(MAIN + "t"))


strings = [text_of(entry) for entry in parts["xl/sharedStrings.xml"].findall(MAIN + "si")]
styles = parts["xl/styles.xml"]
formats = {entry.get("numFmtId"): entry.get("formatCode") for entry in styles.iter(MAIN + "numFmt")}
formats.update({"9": "0%", "10": "0.00%"})
looks = [formats.get(entry.get("numFmtId")) for entry in styles.find(MAIN + "cellXfs")]


def cell_text(cell):
    value = cell.find(MAIN + "v")
    if cell.find(MAIN + "f") is not None:
        return "FORMULA"
    if value is None:
        return '""'
    if cell.get("t") == "s":
        return '"' + strings[int(value.text)].replace("\n", "\\n") + '"'
    look = looks[int(cell.get("s", 0))]
    return value.text + (" as " + look if look else "")


print("created " + [e.text for e in parts["docProps/core.xml"].iter() if e.tag.endswith("created")][0])
for number, sheet in enumerate(parts["xl/workbook.xml"].iter(MAIN + "sheet"), 1):
    part = parts["xl/worksheets/sheet%d.xml" % number]
    pane = part.find(".//" + MAIN + "pane")
    widths = [float(column.get("width")) for column in part.iter(MAIN + "col")]
    print("\n== %s%s, widths %s" % (sheet.get("name"), ", %s row stays" % pane.get("ySplit") if pane is not None else "",
          " ".join("%.0f" % width for width in widths)))
    for row in part.iter(MAIN + "row"):
        print("  ".join(cell.get("r") + "=" + cell_text(cell) for cell in row))
