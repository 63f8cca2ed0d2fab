"""Runs one duplicate finder over a folder, at its defaults: peer.py TOOL FOLDER OUT.

Writes JSON: {"pairs": [[a, b], ...]} with paths relative to the folder, "seconds" without the imports and "peakMiB" of
the process and its children; or {"unavailable": reason}.
"""
import json
import os
import resource
import sys
import tempfile
import time


def phash(folder):
    from imagededup.methods import PHash

    started = time.time()
    found = PHash(verbose=False).find_duplicates(image_dir=folder, recursive=True)
    return pairs_of(found), started


def cnn(folder):
    from imagededup.methods import CNN

    started = time.time()
    found = CNN(verbose=False).find_duplicates(image_dir=folder, recursive=True)
    return pairs_of(found), started


def pairs_of(found):
    return [[a, b] for a, others in found.items() for b in others if a < b]


def cleanvision(folder):
    from cleanvision import Imagelab

    started = time.time()
    lab = Imagelab(data_path=folder)
    lab.find_issues({"exact_duplicates": {}, "near_duplicates": {}}, verbose=False)
    sets = [one for kind in ("exact_duplicates", "near_duplicates") for one in lab.info[kind]["sets"]]
    relative = [[os.path.relpath(path, folder) for path in one] for one in sets]
    return [[a, b] for one in relative for a in one for b in one if a < b], started


def fastdup(folder):
    import fastdup as library

    started = time.time()
    with tempfile.TemporaryDirectory() as work:
        graph = library.create(work_dir=work, input_dir=folder)
        graph.run(overwrite=True, verbose=False)
        table = graph.similarity()
    # 0.9 is the threshold from which its documentation calls images near-duplicates.
    near = table[table["distance"] >= 0.9]
    names = zip(near["filename_from"], near["filename_to"])
    relative = [sorted(os.path.relpath(path, folder) for path in pair) for pair in names]
    return relative, started


def main():
    tool, folder, out = sys.argv[1:]
    try:
        pairs, started = {"phash": phash, "cnn": cnn, "cleanvision": cleanvision, "fastdup": fastdup}[tool](folder)
    except Exception as fault:  # whatever a peer throws is its result
        write(out, {"unavailable": f"{type(fault).__name__}: {''.join(str(fault).splitlines()[:1])}"})
        return
    peak = sum(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    write(out, {"pairs": pairs, "seconds": time.time() - started, "peakMiB": peak / 1024})


def write(out, result):
    with open(out, "w") as file:
        json.dump(result, file)


main()
