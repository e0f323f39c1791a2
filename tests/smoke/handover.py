#!/usr/bin/env python3
"""Exports hostile captions and opens what came of it in the programs that users open it with.

usage: tests/smoke/handover.py PROGRAM [N_CAPTIONS]

LibreOffice (CSV, spreadsheet, document), pdftotext (contact sheet) and Chromium (gallery) each must find the captions and
nothing else: no formula, no element and no attribute that the same export of harmless captions has not, no request.
A program that is missing is skipped, and said so. Exit status: 0 nothing wrong, 1 something wrong, 2 it could not run.
"""
import html
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

HOSTILE = [
    '=HYPERLINK("http://127.0.0.1:9/","x")', "=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\n=1", "'=1", "＝1", "=cmd|' /C calc'!A0",
    '"; =1', "<script>document.title='changed'</script>", "<img src=http://127.0.0.1:9/x onerror=alert(1)>", "</p></li></ol></main>",
    '" onmouseover="alert(1)', "&lt;b&gt;", "]]>", "<!--", "{{7*7}}", "\u202efdp.exe", "\u2066\u2069", "שלום עולם", "مرحبا بالعالم",
    "日本語の見出し", "Ünïcödé — “quotes”", "👩‍🚒🇩🇪", "a\n\nb", "a  b   c", "x" * 300, "¡Hola!", "हिन्दी", "ไทย", "…",
]
OFFICE_NS = {"table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0"}


def captions(n):
    source = random.Random(6)
    for index in range(n):
        words = [source.choice(HOSTILE + ["a man", "waves", "in the Rotunda"]) for _ in range(source.randint(1, 4))]
        yield f"{source.choice(['', ' '])}".join(words) + f" end{index:05}"


def squeezed(text):
    return re.sub(r"\s+", "", text)


class Check:
    def __init__(self, program, base, n):
        self.program, self.base, self.wrong = program, base, []
        self.texts = list(captions(n))
        self.input = base / "captions.json"
        self.input.write_text(json.dumps([{"caption": text} for text in self.texts]), "utf-8")
        self.harmless = base / "harmless.json"
        self.harmless.write_text(json.dumps([{"caption": f"A man waves, end{n:05}"} for n in range(n)]), "utf-8")

    def export(self, name, *arguments, source=None):
        target = self.base / name
        folders = [f"--{kind}-dir={self.base / kind}" for kind in ("data", "config", "cache")]
        command = [self.program, "export", str(source or self.input), "--to", str(target), "--force", *arguments, *folders]
        run = subprocess.run(command, capture_output=True, text=True)
        if run.returncode != 0:
            self.wrong.append(f"{name}: the export fails: {run.stderr[-500:]}")
        if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", run.stdout + run.stderr):
            self.wrong.append(f"{name}: a control character reaches the terminal")
        return target

    def expect(self, name, found, shown):
        """Every caption must be found in a text, space apart."""
        found = squeezed(found)
        missing = [text for text in shown if squeezed(text) not in found]
        if missing:
            self.wrong.append(f"{name}: {len(missing)} captions are not found, such as {missing[0]!r}")

    def office(self, source, ending, *options):
        subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{self.base}/office", *options, "--convert-to",
                        ending, "--outdir", str(self.base / "office-out"), str(source)], check=True, capture_output=True, timeout=600)
        return self.base / "office-out" / (source.stem + "." + ending.split(":")[0])

    def spreadsheets(self):
        for name, options in (("safe.csv", ["--infilter=CSV:44,34,76,1,,0,false,true,false,false,false,-1"]), ("sheet.xlsx", [])):
            sheet = self.office(self.export(name), "fods", *options)
            if not sheet.exists():
                sheet = next((self.base / "office-out").glob(sheet.stem + "*.fods"))
            tree = ElementTree.parse(sheet)
            formulas = [cell for cell in tree.iter() if f"{{{OFFICE_NS['table']}}}formula" in cell.attrib]
            if formulas:
                self.wrong.append(f"{name}: {len(formulas)} cells are formulas")
            self.expect(name, "".join(tree.getroot().itertext()), self.texts)
            print(f"{name}: {len(self.texts)} captions, {len(formulas)} formulas", flush=True)

    def document(self):
        text = self.office(self.export("list.docx"), "txt:Text (encoded):UTF8")
        self.expect("list.docx", text.read_text("utf-8-sig"), self.texts)
        print(f"list.docx: {len(self.texts)} captions", flush=True)

    def sheet(self):
        path = self.export("sheet.pdf")
        text = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True).stdout.decode("utf-8", "replace")
        # What is read from the right is put in order by the reader, which is its business: only its letters must be there.
        plain = [text for text in self.texts if not re.search("[\u0590-\u08ff\u202e\u2066]", text)]
        marks = "".join(re.findall(r"end\d{5}", text))
        missing = [index for index, caption in enumerate(self.texts) if caption in plain and f"end{index:05}" not in marks]
        if missing:
            self.wrong.append(f"sheet.pdf: {len(missing)} captions are not whole, such as {self.texts[missing[0]]!r}")
        found = squeezed(text)
        lost = [text for text in plain if not all(word in found for word in re.findall(r"[A-Za-z]{2,12}", text))]
        if lost:
            self.wrong.append(f"sheet.pdf: words are not found of {len(lost)} captions, such as {lost[0]!r}")
        print(f"sheet.pdf: {len(self.texts)} captions, {path.stat().st_size // 1024} KiB", flush=True)

    def dom(self, page):
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                   "--disable-background-networking", "--disable-component-update", "--disable-sync",
                   f"--user-data-dir={self.base / 'chromium'}", "--dump-dom", page.as_uri()]
        return subprocess.run(command, capture_output=True, timeout=300).stdout.decode("utf-8", "replace")

    def gallery(self):
        def shape(dom):
            counts = {}
            for tag, attributes in re.findall(r"<([a-zA-Z][\w-]*)((?:\s+[\w-]+(?:=\"[^\"]*\")?)*)\s*/?>", dom):
                for name in re.findall(r"([\w-]+)(?:=\"[^\"]*\")?", re.sub(r'"[^"]*"', '""', attributes)):
                    counts[(tag, name)] = counts.get((tag, name), 0) + 1
                counts[tag] = counts.get(tag, 0) + 1
            return counts
        for name, format_name in (("gallery", "gallery"), ("page.html", "gallery-page")):
            hostile, harmless = (self.export(prefix + name, "--format", format_name, "--fields", "number,caption", source=source)
                                 for prefix, source in (("hostile-", self.input), ("harmless-", self.harmless)))
            page = lambda path: path / "index.html" if path.is_dir() else path
            first, second = self.dom(page(hostile)), self.dom(page(harmless))
            if shape(first) != shape(second):
                odd = {key: (shape(first).get(key), shape(second).get(key)) for key in set(shape(first)) | set(shape(second))
                       if shape(first).get(key) != shape(second).get(key)}
                self.wrong.append(f"{name}: captions change the page: {odd}")
            self.expect(name, html.unescape(first), self.texts)
            print(f"{name}: {len(self.texts)} captions, the same elements and attributes", flush=True)


def main():
    if len(sys.argv) < 2:
        print(__doc__, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="cutline-handover-") as base:
        check = Check(str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(base), int(sys.argv[2]) if len(sys.argv) > 2 else 500)
        steps = [("soffice", check.spreadsheets), ("soffice", check.document), ("pdftotext", check.sheet), ("chromium", check.gallery)]
        for tool, step in steps:
            if shutil.which(tool):
                step()
            else:
                print(f"skipped: {tool} is not installed")
        for line in check.wrong:
            print(line)
        print("nothing wrong" if not check.wrong else f"{len(check.wrong)} things wrong")
        return 1 if check.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
