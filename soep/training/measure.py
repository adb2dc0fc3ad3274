"""temporary"""
import re, unicodedata
UNITS = {"nul": 0, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8, "negen": 9,
         "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14, "vijftien": 15, "zestien": 16,
         "zeventien": 17, "achttien": 18, "negentien": 19}
TENS = {"twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70, "tachtig": 80, "negentig": 90}
SMALL = {"een": 1, "een-": 1, **{k: v for k, v in UNITS.items() if 2 <= v <= 9}}


def _below100():
    out = {k: v for k, v in UNITS.items()}
    out.update(TENS)
    for u, uv in SMALL.items():
        for t, tv in TENS.items():
            out[u + "en" + t] = tv + uv
    return out


B100 = _below100()
NUMS = dict(B100)
NUMS["honderd"] = 100
for k, v in {**B100, "een": 1}.items():
    NUMS["honderd" + k] = 100 + v
    NUMS["honderden" + k] = 100 + v
for k, v in {**{k: v for k, v in UNITS.items() if v >= 2}}.items():
    NUMS[k + "honderd"] = v * 100
    for k2, v2 in B100.items():
        NUMS[k + "honderd" + k2] = v * 100 + v2
NUMS["duizend"] = 1000
NUMS["anderhalf"] = 1.5
NUMS["anderhalve"] = 1.5


def norm(s):
    s = unicodedata.normalize("NFKD", s).encode("ascii", "ignore").decode().lower()
    s = re.sub(r"(\d),(\d)", r"\1.\2", s)
    s = re.sub(r"[a-z]+", lambda m: str(NUMS.get(m.group(), m.group())), s)
    return re.sub(r"\s+", " ", s).strip()


def lines(note):
    if "contacts" in note:
        return [x for c in note["contacts"] for x in lines(c)]
    sec = note.get("sections", note)
    if isinstance(sec, list):
        sec = {x["section"]: x["lines"] for x in sec}
    out = []
    for k in "SOEP":
        v = sec.get(k) or []
        if isinstance(v, dict):
            v = v.get("lines", [])
        for x in v:
            t = x if isinstance(x, str) else x.get("text", "")
            if t.strip():
                out.append((k, t))
    return out


def hit(fact, line):
    if any(re.search(p, line) for p in fact.get("not", [])):
        return False
    return all(any(re.search(a, line) for a in g) for g in fact["must"])


def numbers(s):
    return {re.sub(r"\.0+$", "", n) for n in re.findall(r"\d+(?:\.\d+)?", s)}


def spoken_numbers(transcript):
    """Numbers a faithful note may use: as heard, spoken decimals joined, and common spoken durations."""
    tr = norm(transcript)
    out = numbers(tr)
    seq = re.findall(r"(\d+(?:\.\d+)?)(?: (?:komma|punt) | )(?=(\d+)\b)", tr)
    out |= {f"{a}.{b}" for a, b in seq if "." not in a}
    out |= {f"{a}.1" for a in re.findall(r"(\d+)(?: komma| punt)? een\b", tr)}
    raw = transcript.lower()
    for word, vals in {"half": ["0.5", "30", "6"], "kwartier": ["15"], "kwart": ["15", "0.25"], "driekwart": ["0.75", "45"],
                       "een": ["1"], "eerste": ["1"], "tweede": ["2"], "derde": ["3"], "week": ["7", "1"], "dagelijks": ["1"],
                       "beide": ["2"], "paar": ["2"], "dubbel": ["2"], "maand": ["1"], "jaar": ["1", "12"]}.items():
        if word in raw:
            out |= set(vals)
    for w in re.findall(r"[a-z]+(?:ste|de)\b", norm(raw)):
        stem = re.sub(r"(ste|de)$", "", w)
        if stem in NUMS:
            out.add(str(NUMS[stem]))
    return out


