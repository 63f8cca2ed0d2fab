"""Makes plateau_torch.json: learning rates that PyTorch's ReduceLROnPlateau sets, epoch by epoch.

    pip install torch==2.5.1
    python test/train/oracle/plateau_torch.py

The class needs nothing of PyTorch but an optimizer's groups: the file was made from torch/optim/lr_scheduler.py of the
wheel alone, given as an argument.
"""
import ast
import json
import math
import os
import sys
import typing
import warnings

RISING = [0.5, 0.6, 0.6, 0.59, 0.6, 0.6, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.71, 0.71, 0.71, 0.71, 0.71]
FALLING = [1.0, 0.9, 0.8999, 0.8998, 0.8997, 0.95, 0.8, 0.8, 0.8, 0.79995, 0.8, 0.8, 0.8, 0.7, 0.7, 0.7, 0.7, 0.7]
CASES = [
    ('val_loss', FALLING, dict(factor=0.1, patience=3)),
    ('val_loss', FALLING, dict(factor=0.5, patience=0)),
    ('val_loss', FALLING, dict(factor=0.5, patience=1, cooldown=2, threshold=1e-2)),
    ('val_loss', FALLING, dict(factor=0.5, patience=1, cooldown=1, min_lr=1e-4)),
    ('val_loss', FALLING, dict(factor=0.5, patience=1, threshold=1e-2, threshold_mode='abs')),
    ('valid_acc', RISING, dict(mode='max', factor=0.5, patience=2)),
    ('valid_acc', RISING, dict(mode='max', factor=0.5, patience=1, cooldown=3, threshold=0.02)),
    ('valid_acc', RISING, dict(factor=0.3, patience=3)),
]


class Optimizer:
    def __init__(self):
        self.param_groups = [{'lr': 1e-3}]


class LRScheduler:
    pass


def the_class():
    if len(sys.argv) < 2:
        from torch.optim.lr_scheduler import ReduceLROnPlateau

        return ReduceLROnPlateau
    source = ast.parse(open(sys.argv[1]).read())
    wanted = [n for n in source.body if isinstance(n, ast.ClassDef) and n.name == 'ReduceLROnPlateau']
    names = {**vars(typing), 'inf': math.inf, 'warnings': warnings, 'Optimizer': Optimizer, 'LRScheduler': LRScheduler}
    names['_check_verbose_deprecated_warning'] = lambda verbose: False
    exec(compile(ast.Module(wanted, []), 'lr_scheduler.py', 'exec'), names)
    return names['ReduceLROnPlateau']


def optimizer():
    if len(sys.argv) > 1:
        return Optimizer()
    import torch

    return torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1e-3)


def rates(values, arguments):
    moved = optimizer()
    schedule = the_class()(moved, **arguments)
    result = []
    for value in values:
        schedule.step(value)
        result.append(float(f'{moved.param_groups[0]["lr"]:.6g}'))
    return result


here = os.path.dirname(os.path.abspath(__file__))
rows = [json.dumps({'stepped': m, 'values': v, 'arguments': a, 'rates': rates(v, a)}) for m, v, a in CASES]
with open(os.path.join(here, 'plateau_torch.json'), 'w') as file:
    file.write('[\n' + ',\n'.join(rows) + '\n]\n')
