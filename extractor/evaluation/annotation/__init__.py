"""Records into annotation tools and back: brat, doccano, Label Studio, spaCy's DocBin.

Start with `sheet.py`: a record becomes a `Sheet` of labels on the original text with links between them, and a sheet
becomes a record. The other modules write and read sheets in one format each. What labels cannot say (a name fuller
than its words, the forms that also count) travels beside them as notes; where a person moved a label the note is
dropped and the value is read from the text again.
"""

from __future__ import annotations

from extractor.evaluation.annotation import brat, docbin, doccano, label_studio
from extractor.evaluation.annotation.sheet import Label, Link, Sheet, as_gold, to_record, to_sheet

FORMATS = {"brat": brat, "doccano": doccano, "label-studio": label_studio, "docbin": docbin}
"""Name → module with `write(sheets, path)` and `read(path)`."""

__all__ = ["FORMATS", "Label", "Link", "Sheet", "as_gold", "to_record", "to_sheet"]
