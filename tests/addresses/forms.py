"""Pages of the administration and what their forms hold."""

from django.urls import reverse

from tests.cast import Person


def address(obj_or_model, what: str, pk=None) -> str:
    meta = obj_or_model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{what}", args=[pk] if pk is not None else [])


def form_of(somebody: Person, obj) -> dict[str, str]:
    """Return what the browser would send back without a change."""
    answer = somebody.get(address(obj, "change", obj.pk))
    assert answer.status_code == 200
    form = answer.context["adminform"].form
    sent = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        shown = field.prepare_value(value)
        if shown is not None and shown is not False:
            sent[name] = shown if isinstance(shown, str | int | float) else str(shown)
    return sent
