"""SciPy's L-BFGS-B on the same objective and scaling: float64 features, value and gradient in one pass over blocks of rows, two threads. Started by the benchmark."""
import json
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy.optimize import minimize

folder, rows, channels, l2 = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
BLOCK = 64

x = np.empty((rows, channels))
stored = np.memmap(folder + "/features.f16", dtype="<f2", mode="r", shape=(rows, channels))
for first in range(0, rows, 4096):
    x[first : first + 4096] = stored[first : first + 4096]
labels = (np.arange(rows) % 2).astype(np.float64)
weights = np.where(labels == 1, 0.5 / labels.sum(), 0.5 / (rows - labels.sum()))
rms = np.sqrt(np.einsum("ij,ij->j", x, x) / rows)
rms[rms == 0] = 1
x /= rms
halves = [(0, rows // 2), (rows // 2, rows)]
evaluations = 0


def part(bounds, point):
    value, gradient = 0.0, np.zeros(channels + 1)
    v, b = point[:-1], point[-1]
    for first in range(bounds[0], bounds[1], BLOCK):
        block = x[first : min(first + BLOCK, bounds[1])]
        y = labels[first : first + len(block)]
        w = weights[first : first + len(block)]
        margins = block @ v + b
        e = np.exp(-np.abs(margins))
        value += w @ (np.maximum(margins, 0) - y * margins + np.log1p(e))
        errors = w * (np.where(margins >= 0, 1 / (1 + e), e / (1 + e)) - y)
        gradient[:-1] += errors @ block
        gradient[-1] += errors.sum()
    return value, gradient


def objective(point):
    global evaluations
    evaluations += 1
    (value, gradient), (other, addend) = pool.map(lambda bounds: part(bounds, point), halves)
    gradient = gradient + addend
    gradient[:-1] += l2 * point[:-1]
    return value + other + l2 / 2 * (point[:-1] @ point[:-1]), gradient


with ThreadPoolExecutor(2) as pool:
    objective(np.zeros(channels + 1))
    evaluations = 0
    wall, processor = time.perf_counter(), time.process_time()
    result = minimize(
        objective,
        np.zeros(channels + 1),
        jac=True,
        method="L-BFGS-B",
        bounds=[(0, None)] * channels + [(None, None)],
        options={"ftol": 0, "gtol": 1e-6, "maxiter": 20000, "maxfun": 40000},
    )
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
result.x.tofile(folder + "/point.f64")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
print(json.dumps({"seconds": wall, "processorSeconds": processor, "peakMegabytes": peak, "passes": evaluations, "note": str(result.message)}))
