import pytest

from addresses.models import FacilityType

TYPES = (
    ("버스정류장", "bus-stop", "OBJ03"),
    ("자동심장충격기", "aed", ""),
    ("국가지점번호판", "npn-plate", ""),
    ("지진옥외대피장소", "earthquake-shelter", "OBJ02"),
    ("민방위대피시설", "civil-defence-shelter", ""),
    ("어린이공원", "childrens-park", ""),
)


@pytest.fixture(autouse=True)
def types(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The facility types that the files here name, by whatever slug this installation gives them."""
    for name_ko, slug, code in TYPES:
        kind, _ = FacilityType.objects.get_or_create(
            name_ko=name_ko, defaults={"slug": slug, "name_en": slug}
        )
        FacilityType.objects.filter(pk=kind.pk).update(kind_code=code or kind.kind_code, is_active=True)
    monkeypatch.setattr("addresses.imports.applying.PAUSE_S", 0)
