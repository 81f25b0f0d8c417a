"""Speech in the languages of tickets without a network: eSpeak NG, as its wheel brings it."""

import ctypes
from collections.abc import Callable
from typing import Any

from display.voice.chime import pcm_wav
from display.voice.foreign import VOICES

# From speak_lib.h of eSpeak NG 1.52.
_SYNCHRONOUS = 2
_RATE, _UTF8, _POSITION_CHARACTER = 1, 1, 1
_PHONEMES_IPA = 2
#: The library's "exit when the data is missing" would end the process.
_DONT_EXIT = 0x8000
WORDS_A_MINUTE = 135

_ON_SOUND = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Espeak:
    """The library, opened once in a process; not for several threads."""

    def __init__(self) -> None:
        import espeakng_loader  # late: optional, 20 MB

        self._library: Any = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self._rate_hz = self._library.espeak_Initialize(_SYNCHRONOUS, 0, data, _DONT_EXIT)
        if self._rate_hz <= 0:
            raise OSError(f"eSpeak NG finds no data in {data!r}")
        self._library.espeak_SetParameter(_RATE, WORDS_A_MINUTE, 0)
        self._library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self._pcm = bytearray()
        self._on_sound = _ON_SOUND(self._take)  # kept: the library calls it later
        self._library.espeak_SetSynthCallback(self._on_sound)

    def speaker(self, language: str) -> Callable[[str], bytes]:
        """Return what says a text in *language* as a WAV."""
        return lambda text: self._say(language, text)

    def phonemes(self, language: str, text: str) -> str:
        """Return what *text* will sound like, in the international alphabet."""
        self._choose(language)
        rest = ctypes.c_char_p(text.encode())
        heard = []
        while rest.value is not None:
            said = self._library.espeak_TextToPhonemes(ctypes.byref(rest), _UTF8, _PHONEMES_IPA)
            heard.append((said or b"").decode())
        return " ".join(heard).strip()

    def _say(self, language: str, text: str) -> bytes:
        self._choose(language)
        self._pcm.clear()
        words = text.encode()
        self._library.espeak_Synth(
            words, len(words) + 1, 0, _POSITION_CHARACTER, 0, _UTF8, None, None
        )
        return pcm_wav(bytes(self._pcm), self._rate_hz)

    def _choose(self, language: str) -> None:
        if self._library.espeak_SetVoiceByName(VOICES[language].encode()) != 0:
            raise OSError(f"eSpeak NG has no voice {VOICES[language]}")

    def _take(self, samples: Any, count: int, _: object) -> int:
        if samples and count:
            self._pcm += ctypes.string_at(samples, count * 2)
        return 0
