"""An error becomes a Dutch sentence here, once, at the edge: what happened, what it means, what to do now.

The table is by class; a class without a line of its own takes its parent's. Nothing of what was said in a consult, and
no word of a library, comes into a sentence.
"""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import app.errors as own
import app.store.errors as store
import asr.errors as asr
import models.errors as model
import soep.errors as soep

Sentence = str | Callable[[Any], str]


SYSTEMS_CHOICE = frozenset({"default", "sysdefault"})  # no name of a microphone, but the system's word for "any"


def sentence(error: BaseException) -> str:
    """One to three Dutch sentences for a user about `error`. An unknown error gets an honest general one."""
    for kind in type(error).__mro__:
        found = SENTENCES.get(kind)
        if found is not None:
            return found if isinstance(found, str) else found(error)
    return f"Er ging iets mis dat het programma niet kent ({type(error).__name__}). Probeer het opnieuw."


def of_system(error: OSError) -> str:
    """What the operating system refused."""
    name = error.filename if isinstance(error.filename, str | Path) else None
    said = SYSTEM.get(error.errno or 0, "het lezen of schrijven lukte niet. Controleer de schijf en de naam.")
    return f"{name}: {said}" if name else said[0].upper() + said[1:]


SYSTEM: Mapping[int, str] = {
    errno.ENOENT: "dit bestand of deze map bestaat niet. Controleer de naam.",
    errno.EISDIR: "dit is een map, geen bestand. Geef een bestand op.",
    errno.ENOTDIR: "een deel van dit pad is een bestand en geen map. Controleer de naam.",
    errno.EEXIST: "hier staat al iets met deze naam. Kies een andere naam.",
    errno.EACCES: "geen toegang. Kies een plek waar u mag lezen en schrijven.",
    errno.EPERM: "geen toegang. Kies een plek waar u mag lezen en schrijven.",
    errno.EROFS: "deze schijf is alleen-lezen. Kies een andere map.",
    errno.ENOSPC: "de schijf is vol; er is niets half geschreven. Maak ruimte vrij en probeer het opnieuw.",
    errno.EDQUOT: "uw schijfruimte is op; er is niets half geschreven. Maak ruimte vrij en probeer het opnieuw.",
    errno.EFBIG: "het bestand werd te groot voor deze schijf. Kies een andere map.",
    errno.EIO: "de schijf gaf een leesfout of schrijffout. Probeer een andere schijf.",
    errno.ENAMETOOLONG: "deze naam is te lang. Kies een kortere naam.",
    errno.ELOOP: "deze verwijzing wijst naar zichzelf. Kies het bestand zelf.",
}


def seconds(amount: float) -> str:
    """An amount of time in Dutch words, rounded."""
    if amount < 90:
        return f"{amount:.0f} seconden" if round(amount) != 1 else "1 seconde"
    return f"{amount / 60:.0f} minuten"


def megabytes(count: int) -> str:
    """An amount of bytes, rounded up."""
    return f"{-(-count // 1_000_000)} MB"


def truncated(error: asr.AudioTruncated) -> str:
    """A sound file that broke off."""
    return (
        f"{error.path.name} is afgebroken of beschadigd. De eerste {seconds(error.readable_s)} zijn uitgeschreven; "
        "wat daarna komt, ontbreekt."
    )


def microphone_named(error: asr.MicrophoneError) -> str:
    """The microphone's name, as the subject of a sentence."""
    told = error.device and error.device.lower() not in SYSTEMS_CHOICE
    return f"De microfoon ({error.device})" if told else "De microfoon"


def source(error: own.TextUnreadable | own.NotATranscript) -> str:
    """Where a text came from, as the subject of a sentence."""
    return "De invoer" if error.source == "-" else error.source


def full_disk(error: store.JournalFull) -> str:
    """The disk is full during a recording."""
    if error.lost_s:
        return (
            f"De schijf is vol en {seconds(error.lost_s)} van de opname zijn verloren. Alles van daarvoor is bewaard. "
            "Maak ruimte vrij of stop de opname."
        )
    return (
        f"De schijf is vol. De opname tot nu toe is bewaard; de laatste {seconds(error.waiting_s)} wachten in het "
        "geheugen. Maak nu ruimte vrij of stop de opname."
    )


AGAIN = "Haal het model opnieuw op of zet het opnieuw neer vanaf een usb-stick (soepel models import MAP)."

ABOUT_SOUND: Mapping[type, Sentence] = {
    asr.AsrError: "Het uitschrijven lukte niet. De opname zelf blijft bewaard. Probeer het opnieuw.",
    asr.AudioError: lambda e: f"{e.path.name} kan niet worden gelezen. Controleer het bestand.",
    asr.AudioMissing: lambda e: f"Het geluidsbestand {e.path} bestaat niet. Controleer de naam.",
    asr.AudioUnreadable: lambda e: f"{e.path} kan niet worden gelezen: het is een map, of u hebt geen toegang.",
    asr.AudioEmpty: lambda e: f"{e.path.name} is leeg: er staat geen geluid in. Kies een ander bestand.",
    asr.AudioNotDecodable: lambda e: (
        f"{e.path.name} is geen geluid dat Soepel kan lezen, of het is beveiligd. "
        "Gebruik wav, flac, ogg, opus, mp3 of m4a."
    ),
    asr.AudioTruncated: truncated,
    asr.MicrophoneError: lambda e: (
        f"{microphone_named(e)} werkt niet goed. Wat is opgenomen, is bewaard. Kies een andere microfoon."
    ),
    asr.NoSoundSystem: "Het geluid van deze computer werkt niet, dus opnemen kan niet. Start de computer opnieuw.",
    asr.NoMicrophone: "Geen microfoon gevonden. Sluit een microfoon aan en kies die bovenaan het venster.",
    asr.MicrophoneNotOpened: lambda e: (
        f"{microphone_named(e)} kan niet worden geopend. Sluit programma's die de microfoon gebruiken, "
        "en controleer of Soepel de microfoon mag gebruiken."
    ),
    asr.MicrophoneVanished: lambda e: (
        f"{microphone_named(e)} geeft geen geluid meer. Alles tot hier is bewaard. Sluit de microfoon weer aan of "
        "kies een andere, en neem verder op."
    ),
    asr.ComputerSlept: (
        "De computer sliep en nam toen niet op. Alles tot dan is bewaard. "
        "Is het gesprek met deze patiënt nog bezig? Neem dan verder op."
    ),
    asr.MicrophoneSilent: lambda e: (
        f"{microphone_named(e)} geeft helemaal geen geluid: gedempt, of niet toegestaan. "
        "Zet het geluid van de microfoon aan en controleer de toestemming."
    ),
    asr.ModelLoadError: lambda e: f"Het spraakmodel in {e.model_dir.name} kan niet worden geladen. {AGAIN}",
    asr.VoiceSampleTooShort: (
        "Te weinig spraak om uw stem te leren kennen. Er is niets bewaard. Praat 20 seconden achter elkaar."
    ),
    asr.DetectorLoadError: "Een onderdeel van Soepel ontbreekt (dat spraak van stilte scheidt). Installeer opnieuw.",
    asr.VoiceEncoderLoadError: "Een onderdeel van Soepel ontbreekt (dat stemmen uit elkaar houdt). Installeer opnieuw.",
    asr.TranscriptFormatError: lambda e: (
        f"Dit is geen transcript dat Soepel kan lezen (bij {e.where}). Gebruik een transcript van Soepel, "
        "of platte tekst met één beurt per regel."
    ),
    asr.Cancelled: "Het uitschrijven is gestopt. Er is niets verloren gegaan.",
}

ABOUT_MODELS: Mapping[type, Sentence] = {
    model.ModelError: f"Het spraakmodel is niet bruikbaar. {AGAIN}",
    model.ModelUnknown: lambda e: f"Er is geen model dat {e.name} heet. Kies uit: {', '.join(e.known)}.",
    model.ModelMissing: lambda e: (
        f"Het model {e.name} staat niet op deze computer. Haal het op met: soepel models install {e.name}, "
        "of neem het mee op een usb-stick: soepel models import MAP."
    ),
    model.ModelDamaged: lambda e: f"Het model {e.name} is beschadigd ({e.file} is veranderd). {AGAIN}",
    model.FileMissing: lambda e: f"Het model {e.name} is niet compleet: {e.file} ontbreekt. {AGAIN}",
    model.FileWrongSize: lambda e: f"Het model {e.name} is beschadigd: {e.file} heeft niet de juiste grootte. {AGAIN}",
    model.FileChanged: lambda e: f"Het model {e.name} is beschadigd: {e.file} is veranderd. {AGAIN}",
    model.FileUnexpected: lambda e: f"In de map van model {e.name} staat {e.file}, dat daar niet hoort. {AGAIN}",
    model.FileUnreadable: lambda e: f"Het model {e.name} kan niet worden gelezen ({e.file}). {AGAIN}",
    model.FolderRefused: lambda e: f"De map {e.folder} kan niet als model worden gebruikt. Er is niets veranderd.",
    model.NotAFolder: lambda e: f"{e.folder} is geen map. Geef de map op waar het model in staat.",
    model.FolderHoldsLinks: lambda e: (
        f"{e.file} in {e.folder} is een verwijzing en geen bestand. Kopieer de bestanden zelf in de map."
    ),
    model.FolderNotRecognised: lambda e: (
        f"In {e.folder} staat geen model dat Soepel kent. Er is niets veranderd. Zie: soepel models list."
    ),
    model.StoreError: lambda e: f"De map voor modellen ({e.folder}) is niet bruikbaar. Controleer de schijf.",
    model.StoreBusy: "Een ander venster van Soepel zet net een model neer. Wacht even en probeer het opnieuw.",
    model.StoreFull: lambda e: (
        f"De schijf is te vol voor het model: nodig {megabytes(e.needed)}, vrij {megabytes(e.free)}. "
        "Er is niets half neergezet. Maak ruimte vrij."
    ),
    model.StoreUnwritable: lambda e: f"In {e.folder} mag Soepel niet schrijven. Er is niets half neergezet.",
    model.HubDeclined: lambda e: f"Het model {e.name} is niet opgehaald, omdat u geen ja zei. Er is niets veranderd.",
    model.HubUnreachable: lambda e: (
        f"Het model {e.name} kan nu niet worden opgehaald. Controleer het internet, of gebruik een usb-stick: "
        "soepel models import MAP."
    ),
}

ABOUT_STORE: Mapping[type, Sentence] = {
    store.StoreError: "Het bewaren lukte niet. Controleer de schijf.",
    store.VaultError: "De sleutel van uw opnamen werkt niet. Er is niets gewist.",
    store.PassphraseNeeded: lambda e: (
        "Kies een wachtzin: deze computer heeft geen sleutelkluis, dus uw opnamen worden daarmee versleuteld."
        if e.new
        else "Geef uw wachtzin om uw opnamen te openen."
    ),
    store.WrongPassphrase: "Deze wachtzin klopt niet. Er is niets veranderd; probeer het opnieuw.",
    store.KeyLost: (
        "De sleutel van eerdere opnamen is weg; die opnamen zijn zo niet te openen en blijven staan. "
        "Zet de sleutelkluis van deze computer terug, of begin met een nieuwe sleutel."
    ),
    store.KeyFileDamaged: lambda e: (
        f"Het sleutelbestand {e.path} is beschadigd. Er is niets gewist. Zet een kopie van dit bestand terug."
    ),
    store.KeyringFailed: (
        "De sleutelkluis van deze computer geeft geen antwoord. Ontgrendel hem (vaak door opnieuw in te loggen) "
        "en probeer het opnieuw."
    ),
    store.SealBroken: "Dit bewaarde gegeven is veranderd of beschadigd en wordt daarom niet gebruikt.",
    store.SheetError: "Wat u in het verslag typt, kan niet worden bewaard of gelezen. Controleer de schijf.",
    store.SheetUnreadable: (
        "Het bewaarde verslag is beschadigd en niet te lezen. Is er een opname, dan wordt die opnieuw uitgewerkt."
    ),
    store.SheetNotKept: (
        "Wat u typt, kan nu niet worden bewaard: de schijf is vol of weigert. Het staat alleen in dit venster. "
        "Kopieer het verslag naar uw HIS."
    ),
    store.JournalError: "De opname kan niet worden bewaard of gelezen. Controleer de schijf.",
    store.JournalFull: full_disk,
    store.JournalWriteFailed: (
        "De schijf weigert de opname te schrijven. Alles van daarvoor is bewaard. "
        "Stop de opname en controleer de schijf."
    ),
    store.JournalUnreadable: lambda e: (
        f"De opname {e.path.name} is niet te lezen: het begin van het bestand is beschadigd. Het bestand blijft staan."
    ),
}

ABOUT_PROGRAM: Mapping[type, Sentence] = {
    own.AppError: "Dit lukte niet. Probeer het opnieuw.",
    own.TextUnreadable: lambda e: f"{source(e)} is geen tekst. Geef een transcript of een tekstbestand op.",
    own.NotATranscript: lambda e: (
        f"{source(e)} is geen transcript dat Soepel kan lezen (bij {e.where}). "
        "Gebruik een transcript van Soepel, of platte tekst met één beurt per regel."
    ),
    own.FolderInTheWay: lambda e: f"{e.path} kan geen map worden: er staat al een bestand. Kies een andere map.",
    own.WindowUnavailable: (
        "Het venster kan hier niet worden geopend. Installeer PySide6 en gebruik een computer met een scherm; "
        "de opdrachten (soepel --help) werken ook zonder."
    ),
    own.SampleMissing: lambda e: f"Het voorbeeldconsult ontbreekt ({e.path}). Installeer Soepel opnieuw.",
    own.BenchError: lambda e: f"{e.path} kan niet worden gebruikt om te meten. Controleer het bestand.",
    own.BenchSoundMissing: lambda e: (
        f"Het geluid om mee te meten ontbreekt ({e.path}). Installeer Soepel opnieuw, of geef --audio en --text op."
    ),
    own.BenchTextWrong: lambda e: (
        f"In {e.path} staat niet wat er in het geluid gezegd wordt. Geef een tekstbestand met de gesproken woorden."
    ),
    own.BenchFileWrong: lambda e: f"{e.path} is geen meting van Soepel. Maak er een met: soepel bench --json.",
    own.NothingMeasured: lambda e: (
        f"Geen enkel model kon worden gemeten. {' '.join(dict.fromkeys(e.reasons))} "
        "Kijk met soepel doctor wat er mis is."
    ),
    own.NoTerms: lambda e: (
        f"In {e.source} staat geen woord voor de lijst. Geef woorden of korte namen op, één per regel."
    ),
    own.TermNotListed: lambda e: f"{e.term} staat niet in de eigen woorden. Er is niets veranderd.",
    own.VoiceTooQuiet: (
        "U bent te zacht te horen. Er is niets bewaard. Kom dichter bij de microfoon of zet hem harder, "
        "en probeer het opnieuw."
    ),
    own.VoiceInterrupted: (
        "De microfoon gaf geen geluid meer. Er is niets bewaard. Sluit hem weer aan en begin opnieuw."
    ),
    own.WrongUsage: str,
    MemoryError: "Er is te weinig geheugen. Sluit andere programma's of kies een kleiner model.",
    OSError: of_system,
}

ABOUT_NOTES: Mapping[type, Sentence] = {
    soep.SoepError: "Het verslag maken lukte niet. Het transcript blijft bewaard. Probeer het opnieuw.",
    soep.EvalError: lambda e: f"De consulten in {e.path} zijn niet te gebruiken. Controleer de bestanden.",
    soep.NoCases: lambda e: f"In {e.path} staan geen consulten om mee te meten (.json). Controleer de map.",
    soep.CaseMalformed: lambda e: (
        f"{e.path.name} is geen consult om mee te meten: het klopt niet bij {e.where}. "
        "Verbeter het bestand of haal het weg."
    ),
}

SENTENCES: Mapping[type, Sentence] = {**ABOUT_SOUND, **ABOUT_MODELS, **ABOUT_STORE, **ABOUT_NOTES, **ABOUT_PROGRAM}
