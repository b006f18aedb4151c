"""Figures, number words, units, months, phones and addresses of a translation, in any script."""

from __future__ import annotations

import pytest

from tests.checked import assert_told_apart, codes

PLANTED = [
    # Figures lost, changed, added.
    ("N310", "fa", "Wait 48 hours.", "۴۸ ساعت صبر کنید.", "۸ ساعت صبر کنید."),
    ("N310", "ne", "Wait 48 hours.", "४८ घण्टा पर्खनुहोस्।", "८४ घण्टा पर्खनुहोस्।"),
    ("N310", "zh_Hans", "70.8% of people", "七十点八％的人", "七点零八％的人"),
    ("N310", "de", "Take 2.5 ml.", "Nehmen Sie 2,5 ml.", "Nehmen Sie 25 ml."),
    ("N310", "am", "Wait 15 minutes.", "፲፭ ደቂቃ ይጠብቁ።", "፲፮ ደቂቃ ይጠብቁ።"),
    ("N310", "de", "Come at 9:30.", "Kommen Sie um 9.30 Uhr.", "Kommen Sie um 9 Uhr."),
    ("N310", "lv", "Come at 14:15.", "Atnāciet plkst. 14.15.", "Atnāciet plkst. 14."),
    ("N311", "bn", "Drink water.", "পানি খান।", "৩ গ্লাস পানি খান।"),
    # Figures that changed places.
    ("N312", "th", "About 5% had a headache; 0.4% had a seizure.", "ประมาณ 5% ปวดศีรษะ และ 0.4% ชัก", "ประมาณ 0.4% ปวดศีรษะ และ 5% ชัก"),
    ("N312", "am", "Between 5 and 10 in every 1,000 people get a rash.", "ከ1,000 ሰዎች ከ5 እስከ 10 ሽፍታ ይወጣባቸዋል።", "ከ5 ሰዎች ከ1,000 እስከ 10 ሽፍታ ይወጣባቸዋል።"),
    ("N312", "ru", "Come on 21 September 2027 at 14:15.", "Приходите 21 сентября 2027 года в 14:15.", "Приходите 21 сентября 14:15 года в 2027."),
    ("N312", "ar", "Come on 21 May 2027 at 9:30.", "تعال في 21 مايو 2027 الساعة 9:30.", "تعال في 9 مايو 2027 الساعة 21:30."),
    ("N312", "ckb", "1 in 20 people", "1 لە هەر 20 کەس", "20 لە هەر 1 کەس"),
    ("N312", "hi", "1 in 20 patients (5%)", "20 में से 1 मरीज़ (5%)", "20 में से 5 मरीज़ (1%)"),
    ("N312", "uk", "open from 8am to 6:30pm", "відчинено з 8:00 до 18:30", "відчинено з 18:30 до 8:00"),
    ("N310", "fr", "Use 2 drops every other day.", "Mettez 2 gouttes un jour sur deux.", "Mettez gouttes un jour sur deux."),
    ("N310", "zh_Hans", "on Friday 5 June", "6月5日星期五", "6月6日星期五"),
    # Number words.
    ("N313", "lv", "for six months", "sešus mēnešus", "piecus mēnešus"),
    ("N313", "ar", "for two weeks", "لمدة أسبوعين", "لمدة أسبوع"),
    ("N313", "ta", "Take 5 mg once a day.", "ஒரு நாளைக்கு ஒரு முறை 5 மி.கி. எடுங்கள்.", "ஒரு நாளைக்கு இரண்டு முறை 5 மி.கி. எடுங்கள்."),
    # Units.
    ("N314", "so", "Wait 3 hours.", "Sug 3 saacadood.", "Sug 3 maalmood."),
    ("N314", "sk", "3 times a day", "3-krát denne", "3-krát týždenne"),
    ("N314", "cs", "Swallow the capsules whole.", "Tobolky polykejte celé.", "Tablety polykejte celé."),
    ("N314", "zh_Hans", "Swallow the capsules whole.", "将胶囊整粒吞服。", "将药片整粒吞服。"),
    ("N314", "uk", "About 5% had a fever; 0.4% had a seizure.", "Близько 5 % мали гарячку; 0,4 % мали напад.", "Близько 5 мали гарячку; 0,4 % мали напад."),
    ("N312", "bn", "9 mg in week 1 and 28 mg in week 2", "সপ্তাহ 1-এ 9 মিলিগ্রাম এবং সপ্তাহ 2-এ 28 মিলিগ্রাম", "সপ্তাহ 1-এ 9 মিলিগ্রাম এবং সপ্তাহ 2-এ 28 মিলিলিটার"),
    # Months, phones, addresses.
    ("N315", "ku", "on 21 September", "di 21ê Îlonê de", "di 21ê Cotmehê de"),
    ("N316", "ur", "Ring 0808 157 0123.", "۰۸۰۸ ۱۵۷ ۰۱۲۳ پر فون کریں۔", "۰۸۰۸ ۱۵۷ ۰۱۳۲ پر فون کریں۔"),
    ("N317", "el", "See www.example.org.", "Δείτε www.example.org.", "Δείτε www.example.com."),
]  # fmt: skip

RIGHT = [
    ("de", "Ring before 14 March 2026 on 020 7946 0123.", "Rufen Sie vor dem 14. März 2026 020 7946 0123 an."),
    ("pl", "Ring 020 7946 0123 on 3 May 2026.", "Zadzwoń 3 maja 2026 020 7946 0123."),
    ("ar", "Leave 30 minutes between the two eye drops.", "اترك 30 دقيقة بين قطرتي العين."),
    ("hi", "Come at 9:30.", "साढ़े 9 बजे आएँ।"),
    ("es", "5% to 10% of people", "Del 5 al 10 % de las personas"),
    ("zh_Hans", "Come on 21 September 2027 at 9:30.", "请于2027年9月21日9:30来。"),
    ("vi", "for up to five months", "đến năm tháng"),
    ("tr", "Fewer than 2 in 100 people", "100 kişiden 2'den azı"),
    ("hu", "1 in 20 people", "20 emberből 1"),
    ("cs", "9 mg a day, not more than 28 mg a week", "9 mg denně, ne více než 28 mg týdně"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "tag", "english", "good", "bad"), PLANTED)
def test_a_wrong_amount_is_told_from_the_right_one(
    code: str, tag: str, english: str, good: str, bad: str
) -> None:
    assert_told_apart(code, tag, english, good, bad)


@pytest.mark.parametrize(("tag", "english", "text"), RIGHT)
def test_the_same_amount_said_in_another_way_is_not_doubted(
    tag: str, english: str, text: str
) -> None:
    assert codes(tag, english, text) == []
