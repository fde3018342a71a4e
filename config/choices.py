"""What ``/admin/`` calls the values of a choice, and what it says below a field, in Korean and in English.

A choice that stands in a model and not here keeps its one word in both languages.
"""

Words = tuple[str, str]

CHOICES: dict[str, dict[str, Words]] = {
    "addresses.FacilityType.geometry": {"point": ("점", "point"), "area": ("면", "area")},
    "emergency.Unit.kind": {
        "ambulance": ("구급대", "ambulance"),
        "rescue": ("구조대", "rescue"),
        "mountain": ("산악구조대", "mountain rescue"),
        "fire": ("화재진압대", "fire engine"),
        "helicopter": ("헬기", "helicopter"),
        "boat": ("구조보트", "rescue boat"),
        "police": ("순찰차", "patrol car"),
        "other": ("그 밖", "other"),
    },
    "addresses.Jurisdiction.sharing_mode": {
        "device_only": (
            "휴대전화 안에서만: 위치가 서버로 오지 않음",
            "the phone alone: no position reaches the server",
        ),
        "console": ("관제 화면까지", "to the dispatch console"),
        "console_and_feeds": ("관제 화면과 다른 시스템까지", "to the console and to other systems"),
    },
    "addresses.AddressPoint.survey_method": {
        "gnss": ("위성측위(GNSS) 측량", "surveyed with GNSS"),
        "map": ("지도에서 읽음", "read from a map"),
        "imported": ("다른 대장에서 가져옴", "taken over from another register"),
        "phone": ("휴대전화로 측정", "measured with a phone"),
        "approximate": ("대략의 위치, 시연용", "approximate, for demonstration only"),
    },
    "addresses.AddressPoint.npn_state": {
        "": ("없음", "none"),
        "candidate": ("후보", "candidate"),
        "requested": ("확인신청", "confirmation requested"),
        "surveyed": ("현장조사", "surveyed on site"),
        "confirmed": ("확인완료", "confirmed"),
        "installed": ("설치", "installed"),
        "reported": ("설치통보", "installation reported"),
    },
    "addresses.AddressPoint.state": {"active": ("부여", "active"), "abolished": ("폐지", "abolished")},
    "addresses.PointAlias.kind": {
        "park_sign": ("다목적위치표지판", "national park sign"),
        "mountain_sign": ("산악위치표지판", "mountain rescue sign"),
        "other": ("기타", "other"),
    },
    "addresses.Tag.medium": {
        "qr": ("QR 코드", "QR code"),
        "qr_nfc": ("QR 코드와 NFC 태그", "QR code and NFC tag"),
        "nfc_signed": (
            "QR 코드와 서명하는 NFC 태그(NTAG 424 DNA)",
            "QR code and signing NFC tag (NTAG 424 DNA)",
        ),
    },
    "addresses.Tag.state": {
        "issued": ("발급됨: 아직 현장에 없음", "issued: not on site yet"),
        "installed": ("설치됨", "installed"),
        "lost": ("없어짐", "lost"),
        "replaced": ("다른 표지로 대체됨", "replaced by another tag"),
        "withdrawn": ("철거됨", "withdrawn"),
    },
    "addresses.PlateReport.kind": {
        "damaged": ("부서졌거나 읽을 수 없음", "damaged or unreadable"),
        "missing": ("없어짐", "missing"),
        "wrong_text": ("적힌 내용이 틀림", "what it says is wrong"),
        "wrong_place": ("다른 곳에 있음", "it stands in the wrong place"),
        "other": ("그 밖", "something else"),
    },
    "addresses.PlateReport.state": {
        "new": ("새 알림", "new"),
        "seen": ("봤음", "seen"),
        "done": ("처리함", "done"),
    },
    "addresses.Change.action": {
        "created": ("추가", "Created"),
        "updated": ("변경", "Updated"),
        "deleted": ("삭제", "Deleted"),
    },
    "emergency.Delivery.state": {
        "due": ("기다림", "waiting"),
        "sent": ("보냄", "sent"),
        "failed": ("실패", "failed"),
    },
    "trails.Trail.kind": {
        "forest": ("숲길", "forest trail"),
        "park": ("공원길", "park path"),
        "riverside": ("천변길", "riverside path"),
        "bicycle": ("자전거길", "cycle path"),
    },
    "trails.AccessPoint.kind": {
        "road": ("도로 접점", "meets a road"),
        "gate": ("차단기가 있는 임도", "forest road with a gate"),
        "car_park": ("주차장", "car park"),
        "helicopter": ("헬기장", "helicopter landing place"),
        "boat": ("선착장", "boat landing"),
    },
    "trails.Anchor.side": {
        "left": ("왼쪽", "left"),
        "right": ("오른쪽", "right"),
        "on": ("길 위", "on the trail"),
    },
}

# Table and field: Korean. The English stands in the model.
HELP = {
    "addresses.FacilityType.kind_code": "사물 종류 코드(OBJ_KND_CD), 예: OBJ03",
    "addresses.FacilityType.is_refuge": "근처에서 표지를 읽은 사람에게 대피할 곳으로 알려 줍니다",
    "addresses.Jurisdiction.area_note": "경계의 출처",
    "addresses.Jurisdiction.is_default": "어느 경계에도 들지 않는 곳을 맡습니다",
    "addresses.Jurisdiction.border_m": "경계에서 이 거리(m)까지는 이웃 관할의 사건도 이 상황실에 보입니다",
    "addresses.Jurisdiction.answer_within_s": "이관 요청에 답하는 시간(초). 지나면 요청한 상황실에 남습니다",
    "addresses.Jurisdiction.retention_hours": "사건을 닫은 뒤 위치를 파기할 때까지의 시간",
    "addresses.Jurisdiction.louder_after_s": "신고를 열지 않고 이만큼 지나면 경보가 커집니다(초)",
    "addresses.Jurisdiction.told_after_s": "이만큼 지나면 정해 둔 사람에게 문자나 이메일을 보냅니다(초)",
    "addresses.Jurisdiction.everybodys_after_s": "이만큼 지나면 모든 상황실이 보고 열 수 있습니다(초)",
    "addresses.AddressPoint.district": "구 또는 읍·면",
    "addresses.AddressPoint.object_place": "건물 안에서의 위치",
    "addresses.AddressPoint.npn": "붙여 쓴 번호: 다사53936228",
    "addresses.AddressPoint.responder_note": "출동대가 들어가는 길. 공개되지 않습니다",
    "addresses.AddressPoint.source": "가져온 대장의 이름",
    "addresses.AddressPoint.source_key": "그 대장에서의 관리번호",
    "addresses.PointAlias.text": "표지판에 적힌 그대로",
    "addresses.Change.origin": "화면 입력(form), API, 가져오기(import 파일), 현장(field), 시스템(system)",
    "trails.AccessPoint.responder_note": "차단기 열쇠가 있는 곳. 공개되지 않습니다",
    "trails.Trail.elevations_m": "꼭짓점마다 하나, 또는 null",
    "trails.Closure.is_public": "모두에게 알립니다. 아니면 출동대에게만 알립니다",
    "trails.Closure.is_exercise": "훈련용입니다. 길은 막히지 않습니다",
    "emergency.Delivery.occasion": "알리는 일의 종류",
    "emergency.LocateRequest.opened_at": "누구든 처음 연 때",
    "emergency.LocateRequest.used_at": "이 링크로 신고가 온 때",
    "emergency.LocateRequest.sms_sent_at": "문자 업체가 받은 때",
    "emergency.LocateRequest.sms_why": "아직, 또는 끝내 보내지 못한 까닭",
    "emergency.Webhook.kinds": "알려 달라고 한 일의 종류",
    "emergency.Webhook.name": "받는 곳, 예: 경기북부 119",
    "emergency.Webhook.takes_exercises": "훈련이라고 표시해서 함께 보냅니다",
    "emergency.Webhook.gives_reference": "열려 있는 사건마다 최신 위치를 읽는 링크를 함께 주고, 제공했다고 기록합니다",
    "emergency.Look.centre": "사건의 관할이 아닌 다른 상황실이 본 경우",
    "emergency.Look.report": "이 신고의 위치만 본 경우",
    "emergency.Look.path": "관제 화면(console), 연계(feed), 본인의 화면(person's own page)",
    "emergency.Look.method": "제공한 방법: 화면(screen), 메시지(message)",
}  # fmt: skip
