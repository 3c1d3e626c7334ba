"""What PyTorch itself says, for the tests: networks, their checkpoints, images, logits, and checkpoints that attack.

    reference.py network ARCH SEED FILE LAYOUT SIGN      seeded network; LAYOUT bare|model|net|state_dict|parallel|half; SIGN positive|mixed head
    reference.py logits ARCH FILE IMAGE...               one line an image: logit, as the published detectors compute it (whole image, Pillow)
    reference.py images FOLDER WIDTHxHEIGHT... -- PHOTO...   crops of photos (enlarged where they are too small), as PNG
    reference.py attacks FOLDER CANARY                   checkpoints whose loading would make the file CANARY
"""
import os
import random
import sys

import torch
import torchvision
from PIL import Image

ARCHITECTURES = {
    "res50nodown": (torchvision.models.resnet50, 1),
    "res18nodown": (torchvision.models.resnet18, 1),
    "res50": (torchvision.models.resnet50, 2),
    "res18": (torchvision.models.resnet18, 2),
}
MEAN, DEVIATION = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def build(arch):
    make, stride = ARCHITECTURES[arch]
    model = make(weights=None)
    model.conv1.stride = (stride, stride)
    model.maxpool.stride = stride
    model.fc = torch.nn.Linear(model.fc.in_features, 1)
    return model


def network(arch, seed, file, layout, sign):
    torch.manual_seed(int(seed))
    model = build(arch)
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.weight.uniform_(0.5, 1.5)
                module.bias.normal_(0, 0.2)
        model.train()
        for _ in range(3):  # running statistics that are neither 0 and 1 nor one batch's
            model(torch.randn(2, 3, 40, 40) * torch.rand(1) * 2)
        for module in model.modules():
            if isinstance(module, torch.nn.BatchNorm2d):
                module.running_mean.add_(torch.randn_like(module.running_mean) * 0.1)
                module.running_var.mul_(torch.rand_like(module.running_var) + 0.5)
        model.fc.weight.normal_(0, 0.05)
        model.fc.bias.fill_(0.25)
        if sign == "positive":
            model.fc.weight.abs_()
    state = model.state_dict()
    if layout == "half":
        state = {name: value.half() if value.is_floating_point() else value for name, value in state.items()}
    if layout == "parallel":
        state = torch.nn.DataParallel(model).state_dict()
    optimizer = torch.optim.Adam([model.fc.weight], lr=1e-4)
    torch.save({"bare": state, "half": state, "net": {"net": state, "epoch": 3}, "state_dict": {"state_dict": state}}.get(
        layout, {"model": state, "optimizer": optimizer.state_dict(), "total_steps": 7}), file)


def state_of(file):
    state = torch.load(file, map_location="cpu")
    for key in ("model", "net", "state_dict"):
        state = state.get(key, state) if isinstance(state.get(key), dict) else state
    return {name[7:] if name.startswith("module.") else name: value for name, value in state.items()}


def logits(arch, file, *images):
    model = build(arch)
    model.load_state_dict(state_of(file))
    model.float().eval()
    mean, deviation = (torch.tensor(values).reshape(3, 1, 1) for values in (MEAN, DEVIATION))
    with torch.no_grad():
        for name in images:
            pixels = torchvision.transforms.functional.pil_to_tensor(Image.open(name).convert("RGB"))
            print(repr(model(((pixels.float() / 255 - mean) / deviation)[None]).item()), flush=True)


def images(folder, *arguments):
    cut = arguments.index("--")
    sizes, photos = arguments[:cut], arguments[cut + 1:]
    chance = random.Random(5)
    for n, size in enumerate(sizes):
        width, height = map(int, size.split("x"))
        photo = Image.open(photos[n % len(photos)]).convert("RGB")
        scale = max(width / photo.width, height / photo.height)
        if scale > 1:
            photo = photo.resize((max(width, round(photo.width * scale)), max(height, round(photo.height * scale))), Image.BICUBIC)
        x, y = chance.randint(0, photo.width - width), chance.randint(0, photo.height - height)
        photo.crop((x, y, x + width, y + height)).save(os.path.join(folder, f"{n:02}-{size}.png"))


class Attack:
    def __init__(self, function, *arguments):
        self.call = (function, arguments)

    def __reduce__(self):
        return self.call


def attacks(folder, canary):
    import builtins
    import functools
    import operator
    import subprocess
    touch = f"touch {canary}"
    weights = torch.nn.Linear(2, 1).state_dict()
    for name, attack in {
        "system": Attack(os.system, touch),
        "eval": Attack(builtins.eval, f"open({canary!r}, 'w')"),
        "exec": Attack(builtins.exec, f"open({canary!r}, 'w')"),
        "run": Attack(subprocess.call, ["touch", canary]),
        "partial": Attack(functools.partial, os.system, touch),
        "caller": Attack(operator.methodcaller, "system", touch),
        "map": Attack(builtins.map, os.system, [touch]),
    }.items():
        torch.save(attack, os.path.join(folder, f"{name}.pth"))
        torch.save({"model": weights, "optimizer": attack}, os.path.join(folder, f"{name}-beside-the-model.pth"))
        torch.save({"model": {**weights, "fc.weight": attack}}, os.path.join(folder, f"{name}-in-the-model.pth"))
    torch.save(torch.nn.Linear(2, 1), os.path.join(folder, "whole-module.pth"))
    torch.save(weights, os.path.join(folder, "legacy.pth"), _use_new_zipfile_serialization=False)
    torch.jit.save(torch.jit.script(torch.nn.Linear(2, 1)), os.path.join(folder, "script.pth"))


torch.set_num_threads(2)
{"network": network, "logits": logits, "images": images, "attacks": attacks}[sys.argv[1]](*sys.argv[2:])
