"""Writes tables/: one and the same list of images in the ways in which pandas and people write it.

Made with Python 3.11.7, pandas 3.0.6. Run

  python make_tables.py
"""

import csv
import json
import os

import pandas as pd

SIDES = ["train", "train", "val"]
ROWS = [(f"im{i:03d}.jpg", ["cat", "dog", "owl"][i % 3], SIDES[i // 3 % 3]) for i in range(9)]
table = pd.DataFrame(ROWS, columns=["filename", "label", "split"])

os.chdir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "tables"))


def write(name, text):
    with open(name, "w") as file:
        file.write(text)


table.to_csv("comma.csv", index=False)
table.to_csv("numbered.csv")
table.to_csv("semicolon.csv", index=False, sep=";")
table.to_csv("tab.csv", index=False, sep="\t")
table.to_csv("pipe.csv", index=False, sep="|")
table.to_csv("spaces.csv", index=False, sep=" ")
table.to_csv("quoted.csv", index=False, quoting=csv.QUOTE_ALL)
table.to_csv("mark.csv", index=False, encoding="utf-8-sig")
table.to_csv("utf16.csv", index=False, encoding="utf-16")
table.to_csv("headless.csv", index=False, header=False)
table.assign(**{"size, cm": 3, "note": "a, b"}).to_csv("commas-inside.csv", index=False, sep=";")
write("excel.csv", "sep=;\n" + table.to_csv(index=False, sep=";"))
write("commented.csv", "# made by hand\n" + table.to_csv(index=False))
table.assign(is_valid=table.split == "val").drop(columns="split").to_csv("truth.csv", index=False)
table.to_json("columns.json")
table.to_json("index.json", orient="index")
table.to_json("split.json", orient="split")
table.to_json("table.json", orient="table", index=False)
table.to_json("records.json", orient="records")
table.to_json("lines.json", orient="records", lines=True)
table.to_json("lines.jsonl", orient="records", lines=True)
with open("nested.json", "w") as file:
    json.dump({"info": {"version": 1}, "images": table.to_dict("records")}, file)
with open("pairs.json", "w") as file:
    json.dump({side: [row[:2] for row in ROWS if row[2] == side] for side in ("train", "val")}, file)
write("spaces.txt", "".join(f"{name} {label} {side}\n" for name, label, side in ROWS))
table.to_csv("header.txt", index=False)
pd.get_dummies(table, columns=["label"], prefix="", prefix_sep="").to_csv("one-hot.csv", index=False)
