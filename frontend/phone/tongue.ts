/** In which language words are written, as far as their letters tell: a voice must not read Korean as English. */
export function tongueOf(text: string, otherwise: string): string {
  if (/[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]/.test(text)) return "ko-KR";
  if (/[\u3040-\u30ff]/.test(text)) return "ja-JP";
  if (/[\u4e00-\u9fff]/.test(text)) return otherwise === "ja" ? "ja-JP" : "zh-CN";
  if (/[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i.test(text)) return "vi-VN";
  return otherwise === "vi" ? "vi-VN" : "en-US";
}

interface Voice {
  readonly lang: string;
}

/** Return the voice that reads a language; null when there is none among those that the phone has named. */
export function voiceFor<T extends Voice>(voices: readonly T[], tongue: string): T | null {
  const wanted = tongue.slice(0, 2);
  const fitting = voices.filter(({ lang }) => lang.toLowerCase().startsWith(wanted));
  return fitting.find(({ lang }) => lang.replace("_", "-") === tongue) ?? fitting[0] ?? null;
}
