#!/usr/bin/env python3
"""Opens our pages in Chromium, has axe-core look at them, and uses the gallery by keyboard.

usage: tests/smoke/gallery.py PROGRAM [AXE.JS]

A gallery of pictures that ImageMagick makes, the same as one page, a list as a page, and a comparison are looked at in
light and dark, wide and narrow, as a grid and with a photo shown large. axe-core (MPL-2.0) is taken from AXE.JS, or
fetched by npm into a temporary folder; it is run by the browser's debugger, because our pages let no script in. By
keyboard alone every photo must be reached and shown large, the next and the one before it too, and nothing behind it.
A page may ask for nothing but its own files. What is missing is skipped, and said so.
Exit status: 0 nothing wrong, 1 something wrong, 2 it could not run.
"""
import itertools
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile

N_PHOTOS = 5
CAPTIONS = ["A man waves in the Rotunda. Image: Getty", "שלום עולם, תמונה ראשונה", "Short", "x" * 400, "<b>Not bold</b> & more"]
TIMEOUT_S = 60


class Browser:
    """A Chromium that is spoken to through two pipes."""

    def __init__(self, profile):
        to_browser, self.out = os.pipe()
        self.inward, from_browser = os.pipe()

        def wire():
            # The browser reads 3 and writes 4 (--remote-debugging-pipe).
            first, second = os.dup(to_browser), os.dup(from_browser)
            os.dup2(first, 3)
            os.dup2(second, 4)

        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-default-browser-check",
                   "--disable-background-networking", "--disable-component-update", "--disable-sync", "--remote-debugging-pipe",
                   f"--user-data-dir={profile}", "about:blank"]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                        close_fds=False, preexec_fn=wire)
        os.close(to_browser)
        os.close(from_browser)
        self.buffer, self.ids, self.session, self.requests, self.events = b"", itertools.count(1), None, [], []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Runtime"):
            self.ask(domain + ".enable")

    def message(self):
        while b"\0" not in self.buffer:
            read = os.read(self.inward, 1 << 20)
            if not read:
                raise RuntimeError("Chromium ended")
            self.buffer += read
        first, self.buffer = self.buffer.split(b"\0", 1)
        message = json.loads(first)
        if message.get("method") == "Network.requestWillBeSent":
            self.requests.append(message["params"]["request"]["url"])
        if "method" in message:
            self.events.append(message["method"])
        return message

    def ask(self, method, **parameters):
        number = next(self.ids)
        question = {"id": number, "method": method, "params": parameters}
        if self.session:
            question["sessionId"] = self.session
        os.write(self.out, json.dumps(question).encode() + b"\0")
        while True:
            message = self.message()
            if message.get("id") == number:
                if "error" in message:
                    raise RuntimeError(f"{method}: {message['error']}")
                return message["result"]

    def open(self, page):
        self.events.clear()
        self.ask("Page.navigate", url=page.as_uri())
        while "Page.loadEventFired" not in self.events:
            self.message()

    def value(self, expression):
        answer = self.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(f"{expression[:80]}: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    def press(self, key):
        codes = {"Tab": 9, "Enter": 13}
        event = {"key": key, "code": key, "windowsVirtualKeyCode": codes[key]}
        self.ask("Input.dispatchKeyEvent", type="keyDown", text="\r" if key == "Enter" else "", **event)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **event)

    def close(self):
        self.process.terminate()
        self.process.wait(TIMEOUT_S)


def axe_source(base, given):
    if given:
        return pathlib.Path(given).read_text()
    if not shutil.which("npm"):
        return None
    run = subprocess.run(["npm", "pack", "axe-core", "--silent"], cwd=base, capture_output=True, text=True)
    archives = list(base.glob("axe-core-*.tgz"))
    if run.returncode != 0 or not archives:
        return None
    with tarfile.open(archives[0]) as archive:
        return archive.extractfile("package/axe.min.js").read().decode()


def make_pages(program, base):
    photos = base / "photos"
    photos.mkdir()
    for number, caption in enumerate(CAPTIONS):
        made = ["convert", "-size", "900x600", f"gradient:hsl({number * 60},60%,50%)-black", str(photos / f"{number}.jpg")]
        subprocess.run(made, check=True)
    rows = [{"caption": caption, "file": f"{number}.jpg", "picture": str(photos / f"{number}.jpg"), "headline": f"Headline {number}"}
            for number, caption in enumerate(CAPTIONS)]
    for name, some in (("list", rows), ("other", [rows[0] | {"caption": "A woman waves in the Rotunda. Image: AP"}] + rows[2:])):
        (base / f"{name}.json").write_text(json.dumps(some), "utf-8")
    folders = [f"--{kind}-dir={base / kind}" for kind in ("data", "config", "cache")]

    def run(*arguments):
        subprocess.run([program, *arguments, *folders], check=True, capture_output=True)

    for name, format_name in (("gallery", "gallery"), ("page.html", "gallery-page"), ("list.html", "html")):
        run("export", str(base / "list.json"), "--format", format_name, "--to", str(base / name))
    compare = [program, "compare", str(base / "list.json"), str(base / "other.json"), "--format", "html", *folders]
    (base / "compared.html").write_bytes(subprocess.run(compare, capture_output=True).stdout)
    return {"gallery": base / "gallery" / "index.html", "gallery page": base / "page.html", "list": base / "list.html",
            "comparison": base / "compared.html"}


class Check:
    def __init__(self, browser, axe):
        self.browser, self.axe, self.wrong = browser, axe, []

    def look(self, name, page):
        """Has axe-core look at a page as it can be seen."""
        n_looks = 0
        for theme, width in itertools.product(("light", "dark"), (1280, 360)):
            self.browser.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
            self.browser.ask("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
            self.browser.open(page)
            for place in ("", "#photo-2") if "gallery" in name else ("",):
                self.browser.value(f"location.hash = {place!r}")
                if self.axe:
                    self.browser.value(self.axe + ";0")
                    found = self.browser.value("axe.run().then(found => found.violations.map(v => v.id + ': ' + v.help + ': ' + "
                                               "v.nodes.slice(0, 3).map(n => n.target + ' ' + n.failureSummary).join(' | ')))")
                    self.wrong += [f"{name}{place}, {theme}, {width} px: {what}" for what in found]
                    n_looks += 1
                if self.browser.value("document.documentElement.scrollWidth > innerWidth"):
                    self.wrong.append(f"{name}{place}, {width} px: it scrolls sideways")
        print(f"{name}: looked at {n_looks} times by axe-core", flush=True)

    def use_keys(self, name, page):
        """Goes through the gallery by keyboard."""
        browser = self.browser
        browser.ask("Emulation.setDeviceMetricsOverride", width=1280, height=800, deviceScaleFactor=1, mobile=False)
        browser.open(page)
        focused = "(document.activeElement.getAttribute('aria-label') || document.activeElement.textContent)"

        def expect(what, expression, expected):
            found = browser.value(expression)
            if found != expected:
                self.wrong.append(f"{name}, by keyboard: {what}: {found!r} and not {expected!r}")

        for number in range(1, N_PHOTOS + 1):
            browser.press("Tab")
            expect("Tab goes from photo to photo", focused, f"Photo {number}, large")
        browser.open(page)
        browser.press("Tab")
        browser.press("Enter")
        expect("Enter shows it large", "location.hash", "#photo-1")
        stops = []
        for _ in range(6):
            browser.press("Tab")
            stops.append(browser.value(f"document.activeElement == document.body ? '' : {focused}"))
            outside = browser.value("document.activeElement != document.body && !document.activeElement.closest('figure:target')")
            if outside:
                self.wrong.append(f"{name}, by keyboard: Tab leaves the large photo for what is behind it: {stops[-1]!r}")
        for wanted in ("Next photo", "All photos"):
            if wanted not in stops:
                self.wrong.append(f"{name}, by keyboard: “{wanted}” is not reached: {stops}")
        for link, place in (("Next photo", "#photo-2"), ("Photo before", "#photo-1"), ("All photos", "#grid-1")):
            for _ in range(8):
                browser.press("Tab")
                if browser.value(focused) == link:
                    break
            browser.press("Enter")
            expect(f"“{link}”", "location.hash", place)
        expect("all photos are there again", "!document.querySelector('figure:target')", True)
        expect("right-to-left captions run so", "getComputedStyle(document.querySelectorAll('p.caption')[1]).direction", "rtl")
        expect("markup in captions is text", "document.querySelectorAll('p.caption b').length", 0)
        print(f"{name}: used by keyboard", flush=True)


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    missing = [tool for tool in ("chromium", "convert") if not shutil.which(tool)]
    if missing:
        print(f"skipped: {', '.join(missing)} is not installed")
        return 0
    with tempfile.TemporaryDirectory(prefix="cutline-gallery-") as base:
        base = pathlib.Path(base)
        axe = axe_source(base, sys.argv[2] if len(sys.argv) > 2 else None)
        if not axe:
            print("skipped: axe-core is not there and npm cannot fetch it")
        pages = make_pages(str(pathlib.Path(sys.argv[1]).resolve()), base)
        browser = Browser(base / "chromium")
        check = Check(browser, axe)
        try:
            for name, page in pages.items():
                check.look(name, page)
                if "gallery" in name:
                    check.use_keys(name, page)
        finally:
            browser.close()
        strange = {url for url in browser.requests if not url.startswith(("file:", "data:", "about:"))}
        check.wrong += [f"a page asks for {url}" for url in strange]
        for line in check.wrong:
            print(line)
        print("nothing wrong" if not check.wrong else f"{len(check.wrong)} things wrong")
        return 1 if check.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
