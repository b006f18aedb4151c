""" "Not", and the small words that turn an advice round, in the languages of data/vocabulary."""

from __future__ import annotations

import pytest

from tests.checked import assert_told_apart, codes

PLANTED = [
    ("N320", "am", "Nobody should stop the pump.", "ማንም ፓምፑን ማቆም የለበትም።", "ማንም ፓምፑን ማቆም አለበት።"),
    ("N320", "ta", "Do not drive.", "வாகனம் ஓட்டாதீர்கள்.", "வாகனம் ஓட்டுங்கள்."),
    ("N320", "bn", "Do not take a double dose.", "দ্বিগুণ মাত্রা নিতে যাবেন না।", "দ্বিগুণ মাত্রা নিতে যাবেন।"),
    ("N320", "ku", "Do not stop the tablets.", "Dev ji heban bernedin.", "Dev ji heban berdin."),
    ("N320", "tr", "Do not drive.", "Araç kullanmayın.", "Araç kullanın."),
    ("N320", "ckb", "if you cannot come", "ئەگەر ناتوانیت بێیت", "ئەگەر دەتوانیت بێیت"),
    ("N320", "pl", "Do not eat until the nurse says so.", "Nie jedz, dopóki pielęgniarka nie pozwoli.", "Jedz, dopóki pielęgniarka nie pozwoli."),
    ("N320", "hi", "Do not eat until the nurse says so.", "जब तक नर्स न कहे, कुछ न खाएँ।", "जब तक नर्स न कहे, कुछ खाएँ।"),
    ("N320", "tr", "Do not take it unless we say so.", "Biz söylemedikçe almayın.", "Biz söylemedikçe alın."),
    ("N320", "ru", "Never share it.", "Никогда не делитесь им.", "Никогда делитесь им."),
    ("N320", "ar", "Do not take it unless we say so.", "لا تتناوله إلا إذا طلبنا ذلك.", "تناوله إلا إذا طلبنا ذلك."),
    ("N320", "zh_Hans", "You need not fast.", "您无需禁食。", "您需要禁食。"),
    ("N320", "cy", "It is no bigger than a pea.", "Nid yw'n fwy na physen.", "Mae'n fwy na physen."),
    ("N322", "de", "Keep it for up to 14 days.", "Bewahren Sie es bis zu 14 Tage auf.", "Bewahren Sie es 14 Tage bis zur Einnahme auf."),
    ("N322", "fr", "Keep it for up to a week.", "Gardez-le jusqu'à une semaine.", "Gardez-le une semaine jusqu'au rendez-vous."),
    ("N322", "es", "Keep it for up to 14 days.", "Consérvelo hasta 14 días.", "Consérvelo 14 días hasta la visita."),
    ("N322", "pl", "Keep it for up to a year.", "Przechowuj do roku.", "Przechowuj rok do użycia."),
    ("N321", "zh_Hans", "Tea and coffee are safe.", "茶和咖啡是安全的。", "茶和咖啡是不安全的。"),
    ("N321", "ru", "Take it with food.", "Принимайте с едой.", "Не принимайте с едой."),
    ("N322", "cs", "no longer than two weeks", "nejdéle dva týdny", "nejméně dva týdny"),
    ("N322", "ar", "Use it for no longer than two weeks.", "لا تستعمله أكثر من أسبوعين.", "استعمله أكثر من أسبوعين."),
    ("N322", "th", "if it is above 38.5°C", "หากสูงกว่า 38.5°C", "หากต่ำกว่า 38.5°C"),
    ("N322", "km", "for up to 3 days", "មិនឱ្យលើសពី 3 ថ្ងៃ", "យ៉ាងតិច 3 ថ្ងៃ"),
    ("N322", "de", "Do not take more than 8 tablets.", "Nehmen Sie nicht mehr als 8 Tabletten.", "Nehmen Sie nicht 8 Tabletten."),
    ("N322", "ru", "Do not take more than 8 tablets.", "Принимайте самое большее — максимум — 8 таблеток, не более.", "Не принимайте 8 таблеток."),
    ("N322", "vi", "Take it, unless the next is due in less than 4 hours.", "Hãy uống, trừ khi còn chưa đến 4 giờ.", "Hãy uống, ngay cả khi còn chưa đến 4 giờ."),
    ("N322", "pl", "Nobody may stop it except a nurse.", "Nikt nie może tego zatrzymać oprócz pielęgniarki.", "Nikt nie może tego zatrzymać, nawet pielęgniarka."),
    ("N322", "he", "Only a nurse may change it.", "רק אחות רשאית להחליף.", "אחות רשאית להחליף."),
    ("N322", "fr", "Wait at least 2 hours.", "Attendez au moins 2 heures.", "Attendez au plus 2 heures."),
    ("N322", "es", "Wait 2 hours after the injection.", "Espere 2 horas después de la inyección.", "Espere 2 horas antes de la inyección."),
]  # fmt: skip

RIGHT = [
    ("ru", "Never.", "Никогда."),
    ("zh_Hans", "Do not eat or drink.", "禁食禁水。"),
    ("tr", "Breastfeed before you take it.", "Almadan önce emzirin."),
    ("nl", "Use --no-colour, or set it to 'none'.", "Gebruik --no-colour, of zet het op 'none'."),
    ("fr", "Fewer than 1 in 1,000 people", "Moins de 1 personne sur 1 000"),
    ("cs", "Do not stop without asking us.", "Nepřestávejte, aniž byste se nás zeptali."),
    ("hu", "Do not take it unless we say so.", "Ne vegye be, hacsak nem mi mondjuk."),
    ("it", "Do not take it unless we say so.", "Lo prenda solo se lo diciamo noi."),
    ("lt", "It is up to date.", "Tai nauja."),
    ("sk", "a line longer than the page", "riadok je dlhší ako strana"),
    ("zh_Hans", "the minimum dose", "最小剂量"),
    ("uk", "This is not valid.", "Це некоректно."),
    ("zh_Hans", "Use it for no longer than two weeks.", "使用不要超过两周。"),
    ("ur", "Do not take more than 8 tablets.", "8 سے زیادہ گولیاں نہ لیں۔"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "tag", "english", "good", "bad"), PLANTED)
def test_an_advice_turned_round_is_told_from_the_right_one(
    code: str, tag: str, english: str, good: str, bad: str
) -> None:
    assert_told_apart(code, tag, english, good, bad)


@pytest.mark.parametrize(("tag", "english", "text"), RIGHT)
def test_the_same_advice_in_other_words_is_not_doubted(tag: str, english: str, text: str) -> None:
    assert codes(tag, english, text) == []


def test_a_language_without_a_vocabulary_is_not_judged_by_words() -> None:
    assert codes("fo", "Do not drive.", "Koyr bara.") == []
