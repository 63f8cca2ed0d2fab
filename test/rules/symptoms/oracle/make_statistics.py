"""Writes statistics.json: reference values of the curve statistics by scipy and pymannkendall.

Made with Python 3.11, numpy 2.4.6, scipy 1.17.1, pymannkendall 1.4.3:
    python make_statistics.py
"""

import json
from pathlib import Path

import numpy as np
import pymannkendall
from scipy import stats

random = np.random.default_rng(1)
series = [
    [1, 2, 2, 3, 5, 4, 6, 7, 7, 9],
    [5, 5, 4, 3, 3, 3, 2, 1],
    *[[round(float(v), 3) for v in slope * np.arange(n) + random.normal(size=n)]
      for n, slope in ((8, 0), (12, 0.2), (25, -0.1), (40, 0))],
]


def trend(values):
    found = pymannkendall.original_test(values)
    slope, *_ = stats.theilslopes(values)
    # pymannkendall's z is (S - sign(S)) / sd; the one-sided p-value of the direction that S has.
    return {"values": values, "slope": float(slope), "z": float(found.z), "p": float(stats.norm.sf(abs(found.z)))}


oracle = {
    "normal": [[z, float(stats.norm.sf(z))] for z in (-2.5, -1, 0, 0.5, 1.645, 3, 5)],
    "chiSquare": [[v, df, float(stats.chi2.sf(v, df))]
                  for v, df in ((11.07, 5), (20.09, 8), (3.94, 10), (9.21, 2), (12.5, 3.6), (40, 20.5))],
    "sign": [[k, n, float(stats.binomtest(k, n, 0.5, alternative="greater").pvalue)]
             for k, n in ((5, 5), (8, 10), (0, 4), (19, 30))],
    "trend": [trend(values) for values in series],
}
Path(__file__).with_name("statistics.json").write_text(json.dumps(oracle, indent=1) + "\n")
