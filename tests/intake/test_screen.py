"""Which mails are never answered, by header and by word, and which must not be taken for one."""

from datetime import UTC, datetime

import pytest

from bot.domain.delivery import mark
from bot.domain.mail import Inbound, Kind
from bot.intake.limits import Limits
from bot.intake.mime import parse
from bot.intake.screen import Own, screen

OWN = Own(
    frozenset({"leads@vendor.example"}),
    frozenset({"vendor.example"}),
    key=b"k",
    lists=frozenset({"resellers.partner.ie"}),
)
ANSWER = "In-Reply-To: <reg-1@vendor.example>\n"
LEAD = "First name: Ada\nLast name: Byron\nEmail: ada@analytic.example.net\nCompany: Analytic Ltd\nURL: analytic.net\n"


def judge(head="", body="", subject="Registration", sender="Pat Quinn <pat@partner.ie>", path="<pat@partner.ie>"):
    raw = f"Return-Path: {path}\nFrom: {sender}\nTo: leads@vendor.example\nSubject: {subject}\n{head}"
    if "Content-Type" not in head:
        raw += "Content-Type: text/plain; charset=utf-8\n"
    data = (raw + "\n" + body).encode()
    return screen(parse(Inbound(1, "m", "p", datetime.now(UTC), len(data), data, b"0" * 16), Limits()), OWN)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        pytest.param("Auto-Submitted: auto-replied\n", Kind.AUTO_REPLY, id="RFC 3834 auto-replied"),
        pytest.param("Auto-Submitted: auto-replied (vacation)\n", Kind.AUTO_REPLY, id="Sieve vacation"),
        pytest.param(
            "Auto-Submitted: auto-generated; owner-email=x@y.example\n", Kind.AUTO_REPLY, id="with a parameter"
        ),
        pytest.param("Auto-Submitted: auto-notified\n", Kind.AUTO_REPLY, id="notification"),
        pytest.param("X-Autoreply: yes\n", Kind.AUTO_REPLY, id="X-Autoreply"),
        pytest.param("X-Autorespond: \n", Kind.AUTO_REPLY, id="X-Autorespond, empty"),
        pytest.param("Precedence: auto_reply\n", Kind.AUTO_REPLY, id="Precedence auto_reply"),
        pytest.param("Precedence: bulk\n" + ANSWER, Kind.AUTO_REPLY, id="bulk answer"),
        pytest.param("Precedence: junk\n", Kind.NOT_SUBMISSION, id="junk"),
        pytest.param("Precedence: bulk\n", Kind.NOT_SUBMISSION, id="bulk, answering nothing"),
        pytest.param("List-Id: <x.lists.partner.ie>\nPrecedence: list\n", Kind.NOT_SUBMISSION, id="list copy"),
        pytest.param("List-Unsubscribe: <https://n.example/u>\n", Kind.NOT_SUBMISSION, id="newsletter"),
        pytest.param("X-Loop: leads@vendor.example\n", Kind.NOT_SUBMISSION, id="our own loop"),
        pytest.param("X-Regbot: answer; mark=0\n", Kind.NOT_SUBMISSION, id="a bot of the same make"),
        pytest.param(
            f"Message-ID: <rewritten@list.example>\nX-Regbot: answer; mark={mark(b'k', '<rewritten@list.example>')}\n",
            Kind.NOT_SUBMISSION,
            id="our own mail come back",
        ),
        pytest.param("X-Failed-Recipients: a@b.example\n", Kind.BOUNCE, id="Gmail and Exim name the failed"),
        pytest.param("X-ServiceNow-Generated: true\n", Kind.AUTO_REPLY, id="ServiceNow"),
        pytest.param("X-Spam-Flag: YES\n", Kind.NOT_SUBMISSION, id="flagged spam, unproven"),
        pytest.param(
            'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"\n',
            Kind.AUTO_REPLY,
            id="receipt",
        ),
        pytest.param(
            'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n', Kind.BOUNCE, id="DSN"
        ),
        pytest.param(
            'Content-Type: multipart/report; report-type=feedback-report; boundary="b"\n', Kind.AUTO_REPLY, id="ARF"
        ),
        pytest.param("Content-Type: text/calendar; method=REQUEST\n", Kind.NOT_SUBMISSION, id="invitation"),
        pytest.param(
            "Content-Class: urn:content-classes:calendarmessage\n", Kind.NOT_SUBMISSION, id="Exchange meeting"
        ),
    ],
)
def test_header_tells(head, kind):
    found = judge(head, LEAD)
    assert found is not None
    assert found.kind is kind
    assert found.code
    assert found.evidence


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("Auto-Submitted: no\n", id="Auto-Submitted: no"),
        pytest.param("X-Auto-Response-Suppress: OOF, DR\n", id="Exchange asks for no out-of-office"),
        pytest.param("X-Auto-Response-Suppress: All\n", id="suppress all, yet full of data"),
        pytest.param("List-Id: <leads.vendor.example>\nPrecedence: list\n", id="the inbox is a list itself"),
        pytest.param(
            "List-Id: Resellers <resellers.partner.ie>\nPrecedence: list\n", id="a list that the operator named"
        ),
        pytest.param("X-MS-Exchange-Inbox-Rules-Loop: pat@partner.ie\n", id="forwarded by a rule"),
        pytest.param("X-Autoreply: no\n", id="X-Autoreply: no"),
        pytest.param("X-Spam-Flag: NO\n", id="not spam"),
        pytest.param("Precedence: first-class\n", id="an odd precedence"),
        pytest.param(
            "Authentication-Results: mx; dmarc=pass header.from=partner.ie\nX-Spam-Flag: YES\n",
            id="flagged, yet proven",
        ),
    ],
)
def test_header_does_not_tell(head):
    assert judge(head, LEAD) is None


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Automatic reply: Registration received", "I am out of the office until Monday."),
        ("Abwesenheitsnotiz: Registrierung", "Ich bin bis 30.05. nicht im Büro."),
        (
            "Ferienabwesenheit: [R-1] Registration approved",
            (
                "Grüezi\n\nIch bin bis 25. Juli in den Ferien und lese meine E-Mails nicht.\n\n-----Ursprüngliche Nachricht-----\n"
                f"Von: Registrations <leads@vendor.example>\nAn: Pat Quinn\n\nHello Pat,\n\n{LEAD}"
            ),
        ),
        (
            "[R-1] Registration approved",
            (
                "Bonjour,\n\nje suis en congés jusqu'au 3 juin. En cas d'urgence, contactez paul@partner.ie.\n\n"
                f"Le 22 mai 2025, Registrations <leads@vendor.example> a écrit :\n\n{LEAD}"
            ),
        ),
        ("Vakantie: registratie", "Tot 4 augustus ben ik met vakantie."),
        ("Abwesend: AW: [R-1]", "Guten Tag, ich bin im Urlaub."),
        ("Réponse automatique : Re: Enregistrement", "Je suis en congés jusqu'au 2 juin."),
        ("Respuesta automática: Registro", "Estaré fuera de la oficina hasta el lunes."),
        ("Resposta automática: Registro", "Estou de férias até dia 10."),
        ("Risposta automatica: Registrazione", "Sono in ferie fino al 20."),
        ("Automatisch antwoord: Registratie", "Ik ben op vakantie."),
        ("Autosvar: Registrering", "Jag är på semester till måndag."),
        ("Automatisk svar: Registrering", "Jeg er på ferie til mandag."),
        ("Automaattinen vastaus: Rekisteröinti", "Olen lomalla."),
        ("Odpowiedź automatyczna: Rejestracja", "Jestem poza biurem."),
        ("Automatická odpověď: Registrace", "Jsem mimo kancelář."),
        ("Automatikus válasz: Regisztráció", "Házon kívül vagyok."),
        ("Автоматический ответ: Регистрация", "Я в отпуске до 5 июня."),
        ("Otomatik yanıt: Kayıt", "Ofis dışındayım."),
        ("自動応答: 登録", "不在にしております。"),
        ("自动答复: 登记", "我正在休假。"),
        ("자동 회신: 등록", "부재중입니다."),
        ("תשובה אוטומטית: רישום", "אני מחוץ למשרד"),
        ("رد تلقائي: تسجيل", "أنا خارج المكتب"),
        ("[EXTERNAL] Out of Office: Re: Registration", "Back on Monday."),
        ("AUTO: Pat Quinn is out of the office (returning 07/21/2025)", "I will respond when I return."),
        ("Read: [R-1108] Registration received", "Your message was read on Thursday 22 May 2025 14:00:00."),
        ("Gelesen: [R-1108]", "Ihre Nachricht wurde am Donnerstag gelesen."),
        ("[#5521] We received your request", "Thank you for contacting us. Your ticket has been created: #5521"),
        (
            "Ihre Anfrage [Ticket#2025061310000017]",
            "Ihre Anfrage ist bei uns eingegangen. Dies ist eine automatische Nachricht.",
        ),
        (
            "Please confirm your message",
            "Your message has been held. Please confirm that you are a person: https://v.example/1",
        ),
    ],
)
def test_subject_and_words_tell_without_headers(subject, body):
    found = judge("", body, subject)
    assert found is not None
    assert found.kind is Kind.AUTO_REPLY


@pytest.mark.parametrize(
    "body",
    [
        "Thank you for your email. I am out of the office until 26 May and will reply on my return.",
        "Guten Tag,\n\nich bin bis einschließlich 30.05. im Urlaub. In dringenden Fällen wenden Sie sich an u.brandt@partner.ie.",
        "Bonjour,\n\nje suis actuellement absente, de retour le 3 juin. En cas d'urgence, contactez paul@partner.ie.",
        "Hola, gracias por tu mensaje. Estoy de vacaciones hasta el 15. Saludos",
        "Hej! Jag har semester och är åter på kontoret den 4 augusti. Kontakta info@partner.ie.",
        "Dziękuję za wiadomość. Jestem na urlopie do 10 lipca, w pilnych sprawach proszę o kontakt z biurem.",
        "Здравствуйте! Я в отпуске до 10 июля. По срочным вопросам обращайтесь к коллегам.",
        "お世話になっております。5月26日まで休暇をいただいております。お急ぎの場合はご連絡ください。",
        "您好，我正在休假，6月3日返回办公室。紧急事宜请联系同事。",
    ],
)
def test_absence_note_under_our_own_subject(body):
    found = judge(ANSWER, body, "Re: [R-1098] Registration expires in 14 days")
    assert found is not None
    assert found.kind is Kind.AUTO_REPLY


@pytest.mark.parametrize(
    ("sender", "path", "subject", "body"),
    [
        pytest.param(
            "MAILER-DAEMON@mx.partner.ie", "<>", "failure notice",
            "Hi. This is the qmail-send program at mx.partner.ie.\nI'm afraid I wasn't able to deliver your message.",
            id="qmail",
        ),
        pytest.param(
            "Mail Delivery System <Mailer-Daemon@mx.partner.ie>", "<>",
            "Mail delivery failed: returning message to sender",
            "This message was created automatically by mail delivery software.\nThe following address(es) failed:",
            id="Exim",
        ),
        pytest.param(
            "Mail Delivery Subsystem <MAILER-DAEMON@partner.ie>", "<>", "Returned mail: see transcript for details",
            "----- The following addresses had permanent fatal errors -----\n550 5.1.1 User unknown", id="Sendmail",
        ),
        pytest.param(
            "Mail Delivery Subsystem <MAILER-DAEMON@partner.ie>", "<>", "Warning: could not send message for past 4 hours",
            "THIS IS A WARNING MESSAGE ONLY", id="Sendmail, delayed",
        ),
        pytest.param(
            "postmaster@partner.ie", "<>", "DELIVERY FAILURE: User pat (pat@partner.ie) not listed in Domino Directory",
            "Your document: Registration was not delivered to: pat@partner.ie", id="Domino",
        ),
        pytest.param(
            "postmaster@partner.ie", "<postmaster@partner.ie>", "Message status - undeliverable",
            "The message that you sent was undeliverable to the following: pat (user not found)", id="GroupWise",
        ),
        pytest.param(
            "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@partner.ie>", "<>",
            "Unzustellbar: [R-1098] Registrierung", "Fehler bei der Nachrichtenzustellung an folgende Empfänger", id="Exchange, German",
        ),
        pytest.param(
            "postmaster@partner.ie", "<>", "Non remis : [R-1098]", "Votre message n'a pas pu être remis.", id="Exchange, French",
        ),
        pytest.param(
            "系统退信 <postmaster@partner.cn>", "<>", "系统退信/Systems bounce", "您的邮件被退回", id="Chinese provider",
        ),
        pytest.param(
            "Mail System <system@partner.ie>", "<system@partner.ie>", "Undeliverable mail",
            "Your message could not be delivered: mailbox is full.", id="home-grown, with a return path",
        ),
    ],
)  # fmt: skip
def test_bounces_in_free_form(sender, path, subject, body):
    found = judge("", body, subject, sender, path)
    assert found is not None
    assert found.kind is Kind.BOUNCE


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        pytest.param("Registration", LEAD, id="labelled lead"),
        pytest.param(
            "Re: Automatic reply: Registration", "Thanks, who covers for you? " + LEAD, id="a person answers a note"
        ),
        pytest.param(
            "New lead",
            "I'm out of the office next week, so please register Ada Byron (ada@analytic.net), Analytic Ltd, analytic.net.",
            id="a person who is about to leave",
        ),
        pytest.param("Out-of-home Media lead", LEAD, id="subject that only looks alike"),
        pytest.param("Automatic Gates Ltd", LEAD, id="company called automatic"),
        pytest.param("Re: [R-1098] Registration expires", "RENEW", id="one word"),
        pytest.param(
            "Re: [R-1098] Registration expires",
            "RENEW R-1098\n\nI am on holiday until Friday.",
            id="renewing on holiday",
        ),
        pytest.param("Delivery Hero GmbH", LEAD, id="company called delivery"),
        pytest.param(
            "Question", "Thank you for reaching out to us last week. How long does a registration last?", id="question"
        ),
        pytest.param(
            "Fwd: Undeliverable: Offer", "Do you have another address for this one?", id="a person forwards a bounce"
        ),
        pytest.param("", "", id="nothing at all"),
    ],
)
def test_people_are_heard(subject, body):
    assert judge("", body, subject) is None


def test_null_return_path_is_never_answered():
    found = judge("", LEAD, path="<>")
    assert found is not None
    assert found.code == "path.null"


def test_own_address_is_never_answered():
    found = judge("", LEAD, sender="Vendor <LEADS@vendor.example>")
    assert found is not None
    assert found.code == "own.mail"


@pytest.mark.parametrize(
    "local",
    [
        "noreply",
        "no-reply",
        "NoReply",
        "do_not_reply",
        "no-reply-crm",
        "crm-noreply",
        "nepasrepondre",
        "mailman",
        "owner-sales",
    ],
)
def test_no_reply_sender_is_not_answered(local):
    found = judge("", "Your weekly summary is ready.", "Summary", f"{local}@partner.ie")
    assert found is not None
    assert found.code == "sender.no_reply"


def test_form_that_sends_leads_from_a_no_reply_address_is_read():
    assert judge("", LEAD, "New submission", "noreply@partner.ie") is None


def test_calendar_file_beside_a_lead_is_no_invitation():
    body = (
        f"--b\nContent-Type: text/plain\n\n{LEAD}\n--b\nContent-Type: text/calendar; name=m.ics\n"
        "Content-Disposition: attachment; filename=m.ics\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR\n--b--\n"
    )
    assert judge('Content-Type: multipart/mixed; boundary="b"\n', body) is None


@pytest.mark.parametrize(
    "page",
    [
        (
            '<p>Você enviou "[R-1] Registered". Este usuário só recebe mensagens de remetentes autorizados. Para que a sua'
            ' mensagem seja entregue, <a href="https://c.example/1">clique aqui</a>.</p>'
        ),
        (
            "<p>Votre message a été mis en attente par notre anti-spam. Pour que votre message soit remis,"
            ' <a href="https://c.example/1">cliquez ici</a> et recopiez les caractères de l\'image.</p>'
        ),
        (
            "<p>Ihre Nachricht wurde noch nicht zugestellt. Um die Zustellung freizugeben, <a href='https://c.example/1'>hier"
            "</a> klicken. Einmalige Bestätigung genügt. Spamschutz von Example.</p>"
        ),
    ],
)
def test_a_challenge_is_not_answered(page):
    found = judge(f"{ANSWER}Content-Type: text/html; charset=utf-8\n", page, "Bestätigung / confirmação")
    assert found is not None
    assert found.code == "auto.challenge"


def test_an_answer_that_names_a_word_of_challenges_is_read():
    page = (
        '<p>The URL is <a href="https://antispam-werk.example.net">antispam-werk.example.net</a>, whitelisted now.</p>'
    )
    assert judge(f"{ANSWER}Content-Type: text/html; charset=utf-8\n", page, "Re: [R-1098] URL?") is None


@pytest.mark.parametrize(
    ("sender", "subject", "top"),
    [
        ("desk@partner.ie", "[Request received] [R-1] Registered", ("##- Please type your reply above this line -##\n\n"
         "Your request (4411) has been received and is being reviewed by our support staff.")),
        ("helpdesk@partner.ie", "Ticket #88123 erstellt: [R-1] Registered", "Ein Ticket wurde unter #88123 angelegt."),
        ("soporte@partner.ie", "Hemos recibido su solicitud (caso 55121)", "Hemos recibido su solicitud."),
    ],
)  # fmt: skip
def test_a_desk_that_repeats_our_mail_is_not_answered(sender, subject, top):
    found = judge(ANSWER, f"{top}\n\nWe have registered:\n\n{LEAD}", subject, f"Desk <{sender}>")
    assert found is not None
    assert found.code == "auto.acknowledgement"


def test_a_person_who_has_received_something_and_sends_a_lead_is_read():
    text = f"Thanks, we received your request. Here is one more, ticket no. 5512 on our side:\n\n{LEAD}"
    assert judge(ANSWER, text, "Re: [R-1] Registered") is None
