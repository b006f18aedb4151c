"""A few words of our own in every language that the pipeline knows, for its letters, direction and line breaking.

Written by machine; no native reader has judged them.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from pipeline import document as doc
from pipeline.diagnostic import Location
from pipeline.document import Document, Line, Status, Text
from pipeline.facts import Fact, Kind
from pipeline.languages import language
from pipeline.translate import translate
from tests.specimens import Own

# Title, and two sentences: take the medicine every day with water; call us if you have a fever.
WORDS = {
    "en": ("Your medicine", "Take the medicine every day with water. Call us if you have a fever."),
    "pl": ("Twój lek", "Przyjmuj lek codziennie, popijając wodą. Zadzwoń do nas, jeśli masz gorączkę. Zażółć gęślą jaźń."),
    "ur": ("آپ کی دوا", "دوا ہر روز پانی کے ساتھ لیں۔ اگر آپ کو بخار ہو تو ہمیں فون کریں۔"),
    "bn": ("আপনার ওষুধ", "প্রতিদিন জল দিয়ে ওষুধটি খান। জ্বর হলে আমাদের ফোন করুন। কর্তৃপক্ষ, স্বাস্থ্য, ক্ষুধা।"),
    "zh_Hans": ("您的药物", "每天用水送服药物。如果您发烧，请给我们打电话。请把这份说明书放在容易找到的地方。"),
    "cy": ("Eich meddyginiaeth", "Cymerwch y feddyginiaeth bob dydd gyda dŵr. Ffoniwch ni os oes gennych dwymyn. Tŷ, ŵyr, ŷd, môr."),
    "ro": ("Medicamentul dumneavoastră", "Luați medicamentul în fiecare zi cu apă. Sunați-ne dacă aveți febră. Și, țară, știință, înțeles."),
    "pa": ("ਤੁਹਾਡੀ ਦਵਾਈ", "ਦਵਾਈ ਹਰ ਰੋਜ਼ ਪਾਣੀ ਨਾਲ ਲਓ। ਜੇ ਤੁਹਾਨੂੰ ਬੁਖ਼ਾਰ ਹੋਵੇ ਤਾਂ ਸਾਨੂੰ ਫ਼ੋਨ ਕਰੋ।"),
    "pt": ("O seu medicamento", "Tome o medicamento todos os dias com água. Ligue-nos se tiver febre. Ação, não, saúde."),
    "es": ("Su medicina", "Tome la medicina todos los días con agua. Llámenos si tiene fiebre. ¿Señales de infección?"),
    "ar": ("دواؤك", "خذ الدواء كل يوم مع الماء. اتصل بنا إذا أُصبت بالحمى. لا تتوقف عن تناول الدواء."),
    "gu": ("તમારી દવા", "દવા દરરોજ પાણી સાથે લો. જો તમને તાવ આવે તો અમને ફોન કરો. સ્વાસ્થ્ય, ક્ષમતા."),
    "it": ("La sua medicina", "Prenda la medicina ogni giorno con acqua. Ci chiami se ha la febbre. Perché, così, può."),
    "ta": ("உங்கள் மருந்து", "மருந்தைத் தினமும் தண்ணீருடன் எடுத்துக்கொள்ளுங்கள். காய்ச்சல் வந்தால் எங்களை அழைக்கவும்."),
    "fr": ("Votre médicament", "Prenez le médicament chaque jour avec de l’eau. Appelez-nous si vous avez de la fièvre. Cœur, ça."),
    "de": ("Ihr Medikament", "Nehmen Sie das Medikament täglich mit Wasser ein. Rufen Sie uns an, wenn Sie Fieber haben. Größe."),
    "lt": ("Jūsų vaistas", "Gerkite vaistą kasdien užgerdami vandeniu. Paskambinkite mums, jei karščiuojate. Žąsų ėjimas."),
    "zh_Hant": ("您的藥物", "每天用水送服藥物。如果您發燒，請給我們打電話。請把這份說明書放在容易找到的地方。"),
    "tr": ("İlacınız", "İlacı her gün su ile alın. Ateşiniz olursa bizi arayın. Ağrı, ışık, şiş, çığ, İstanbul."),
    "bg": ("Вашето лекарство", "Приемайте лекарството всеки ден с вода. Обадете ни се, ако имате температура."),
    "ru": ("Ваше лекарство", "Принимайте лекарство каждый день, запивая водой. Позвоните нам, если у вас жар. Ещё, объём."),
    "uk": ("Ваші ліки", "Приймайте ліки щодня, запиваючи водою. Зателефонуйте нам, якщо у вас гарячка. Їжа, ґрунт, єдність."),
    "fa": ("داروی شما", "دارو را هر روز با آب مصرف کنید. اگر تب دارید با ما تماس بگیرید. می‌خواهم، پژوهش، گچ."),
    "fa_AF": ("دوای شما", "دوا را هر روز با آب بخورید. اگر تب دارید به ما زنگ بزنید. می‌خواهم، پژوهش، گچ."),
    "ps": ("ستاسو درمل", "درمل هره ورځ د اوبو سره وخورئ. که تبه لرئ موږ ته زنګ ووهئ. ښه، ږیره، څوک، ځای، ټول، ډېر، ړوند، ڼ."),
    "ckb": ("دەرمانەکەت", "دەرمانەکە هەموو ڕۆژێک لەگەڵ ئاو بخۆ. ئەگەر تات هەبوو پەیوەندیمان پێوە بکە. ژیان، گوڵ، چۆن."),
    "ku": ("Dermanê we", "Derman her roj bi avê re bixwin. Heke taya we hebe, telefonî me bikin. Şêr, çîrok, hûn."),
    "hu": ("Az Ön gyógyszere", "Vegye be a gyógyszert minden nap vízzel. Hívjon minket, ha lázas. Őrült, űrhajó, árvíztűrő."),
    "so": ("Daawadaada", "Daawada maalin kasta biyo ku qaado. Na soo wac haddii aad qandho leedahay."),
    "hi": ("आपकी दवा", "दवा हर दिन पानी के साथ लें। अगर आपको बुखार हो तो हमें फ़ोन करें। स्वास्थ्य, क्षमता, श्री।"),
    "ne": ("तपाईंको औषधि", "औषधि हरेक दिन पानीसँग खानुहोस्। ज्वरो आएमा हामीलाई फोन गर्नुहोस्। स्वास्थ्य, क्षमता।"),
    "am": ("መድኃኒትዎ", "መድኃኒቱን በየቀኑ በውኃ ይውሰዱ። ትኩሳት ካለብዎት ይደውሉልን። ጤና ይስጥልኝ።"),
    "ti": ("መድሃኒትኩም", "ነቲ መድሃኒት መዓልታዊ ብማይ ውሰድዎ። ረስኒ እንተለኩም ደውሉልና። ቃንዛ፡ ጥዕና።"),
    "sq": ("Ilaçi juaj", "Merrni ilaçin çdo ditë me ujë. Na telefononi nëse keni temperaturë. Shëndeti, çështje."),
    "vi": ("Thuốc của bạn", "Uống thuốc mỗi ngày với nước. Hãy gọi cho chúng tôi nếu bạn bị sốt. Nghỉ ngơi, được, ưỡn, ậm ừ."),
    "fil": ("Ang iyong gamot", "Inumin ang gamot araw-araw kasabay ng tubig. Tawagan kami kung may lagnat ka. Niño."),
    "el": ("Το φάρμακό σας", "Πάρτε το φάρμακο κάθε μέρα με νερό. Καλέστε μας αν έχετε πυρετό. Ύστερα, προϊόν, ώρα."),
    "he": ("התרופה שלך", "קחו את התרופה בכל יום עם מים. התקשרו אלינו אם יש לכם חום. שָׁלוֹם."),
    "th": ("ยาของคุณ", "กินยาทุกวันพร้อมน้ำ โทรหาเราหากคุณมีไข้ เก็บเอกสารนี้ไว้ในที่ที่หาได้ง่ายและอ่านซ้ำเมื่อจำเป็น"),
    "km": ("ថ្នាំរបស់អ្នក", "លេបថ្នាំរាល់ថ្ងៃជាមួយទឹក។ ហៅទូរស័ព្ទមកយើងប្រសិនបើអ្នកក្តៅខ្លួន។ សុខភាព ស្ត្រី។"),
}  # fmt: skip


def specimen(tag: str) -> Document:
    """A short leaflet: a title, bold and plain words, a list, figures, side effects and English words."""
    title, text = WORDS[tag]
    at = Location(f"source/{tag}.md", 7)

    def line(*inlines: doc.Inline) -> Line:
        return Line(inlines, at)

    blocks: tuple[doc.Block, ...] = (
        doc.Paragraph(line(Text(text))),
        doc.Paragraph(line(doc.Strong((Text(text),)), Text(" "), doc.FactRef("helpline"), Text(" "),
                           doc.FactRef("due"), Text(" "), doc.FactRef("share"), Text("."))),
        doc.BulletList((doc.Item(line(Text(text))), doc.Item(line(doc.Foreign((Text("Blinatumomab (12.5%)"),), "en"), Text(f" {title}"))))),
        doc.SideEffects((doc.SideEffect(line(Text(title)), Decimal("70.8"), at),)),
    )  # fmt: skip
    facts = (
        ("helpline", Fact(Kind.PHONE, "08088 010 444")),
        ("due", Fact(Kind.DATE, date(2026, 6, 30))),
        ("share", Fact(Kind.PERCENT, Decimal("70.8"))),
    )
    document = Document(
        "specimen", "en", line(Text(title)), blocks, facts=facts, publisher="A Charity"
    )
    written, _ = translate(document, {"": Own()}, {}, language(tag))  # type: ignore[dict-item]
    return replace(written, status=Status(doc.State.APPROVED))
