/** Every sentence of the board; `{name}` is filled in by `sentence`. Kinds and states stand in `phrases.json`. */
export type Language = "ko" | "en";

const ko = {
  board: "상황판",
  demonstration: "시범 운영",
  exercise: "훈련",
  exercises: "훈련 (실제 아님)",

  reading: "상황판을 읽는 중입니다…",
  unreachable: "서버에 연결하지 못했습니다. 계속 다시 시도합니다.",
  live: "실시간",
  cut: "연결 끊김",
  age: "{age} 전 상태",
  stale: "연결이 끊겼습니다. 화면은 {age} 전 상태이며, 계속 다시 읽습니다.",
  stale_hint: "새 신고가 보이지 않을 수 있습니다. 관제 화면을 확인하세요.",
  may_sleep: "화면이 꺼질 수 있음",

  longest_waiting: "가장 오래 기다린 신고",
  all_opened: "열지 않은 신고가 없습니다",
  waiting_since: "{time} 접수",
  unopened: "열지 않음",
  overdue: "{age} 넘게 열지 않음",
  open: "진행 중",
  open_list: "진행 중인 신고",
  none_open: "진행 중인 신고가 없습니다",
  more: "그 밖에 {count}건",
  help_sent: "출동",
  no_plate: "표지판 없는 위치",

  by_kind: "종류",
  by_state: "상태",
  today: "오늘",
  received: "접수",
  closed: "종결",
  median: "열기까지 중앙값",
  plates: "표지판",
  installed: "설치",
  damaged: "훼손 신고",
  missing: "없어짐·분실",
  wrong: "그 밖의 신고",
  unchecked: "1년 넘게 점검 기록 없음",

  map: "지도",
  map_loading: "지도를 준비하는 중입니다…",
  map_failed: "이 화면에서는 지도를 그릴 수 없습니다. 목록은 그대로 보입니다.",

  link_over: "이 링크로는 상황판이 열리지 않습니다",
  link_over_hint: "링크가 끝났거나 취소되었거나 잘못되었습니다. 상황실 책임자에게 새 링크를 요청하세요.",
  signed_out: "로그인하면 상황판이 보입니다",
  signed_out_hint: "로그인은 한 근무 동안만 이어집니다. 벽면 화면에는 상황실 책임자가 만든 링크를 쓰세요.",
  not_on_duty: "이 계정으로는 상황판을 볼 수 없습니다",
  not_on_duty_hint: "관리자에게 그 관할의 상황실 요원으로 등록해 달라고 요청하세요.",
  sign_in: "로그인",

  choices: "화면 설정",
  language_other: "English",
  theme_auto: "화면: 자동",
  theme_light: "화면: 밝게",
  theme_dark: "화면: 어둡게",
  full_screen: "전체 화면",
  links: "벽면 화면 링크",
  centre: "관할",
};

export type Key = keyof typeof ko;

const en: Record<Key, string> = {
  board: "situation board",
  demonstration: "Demonstration",
  exercise: "Exercise",
  exercises: "Exercises",

  reading: "Reading the board…",
  unreachable: "The server was not reached. Trying again.",
  live: "Live",
  cut: "Connection lost",
  age: "{age} old",
  stale: "The connection is lost. The screen is {age} old; it is read again all the time.",
  stale_hint: "New reports may be missing. Look at the console.",
  may_sleep: "This screen may go dark",

  longest_waiting: "Waiting longest",
  all_opened: "No unopened report",
  waiting_since: "received {time}",
  unopened: "unopened",
  overdue: "overdue ({age})",
  open: "open",
  open_list: "Open reports",
  none_open: "No open report",
  more: "and {count} more",
  help_sent: "help sent",
  no_plate: "Position without a plate",

  by_kind: "By kind",
  by_state: "By state",
  today: "Today",
  received: "received",
  closed: "closed",
  median: "median wait",
  plates: "Plates",
  installed: "on site",
  damaged: "said damaged",
  missing: "missing or lost",
  wrong: "other remarks",
  unchecked: "no check for a year",

  map: "Map",
  map_loading: "Preparing the map…",
  map_failed: "This screen cannot draw the map. The list shows everything.",

  link_over: "This link opens no board",
  link_over_hint: "It has ended, was revoked, or is wrong. Ask a supervisor of the centre for a new one.",
  signed_out: "Sign in to see the board",
  signed_out_hint: "A sign-in lasts one shift. For a screen on a wall use a link that a supervisor has made.",
  not_on_duty: "This account may not see the board",
  not_on_duty_hint: "Ask an administrator to enter you as a dispatcher of the jurisdiction.",
  sign_in: "Sign in",

  choices: "Screen settings",
  language_other: "한국어",
  theme_auto: "Theme: auto",
  theme_light: "Theme: light",
  theme_dark: "Theme: dark",
  full_screen: "Full screen",
  links: "Links for wall screens",
  centre: "Jurisdiction",
};

export const CATALOGUE: Record<Language, Record<Key, string>> = { ko, en };

/** Return a sentence with its places filled. */
export function sentence(language: Language, key: Key, values: Record<string, string | number> = {}): string {
  return CATALOGUE[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
