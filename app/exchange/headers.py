"""What columns and keys are called: in exports of known tools, and in the languages that most people keep files in."""

from collections.abc import Mapping

from app.exchange.rows import Field

# fmt: off
# From the surest name to the vaguest; a longer name counts when it contains one of these as a word.
NAMES: Mapping[Field, tuple[str, ...]] = {
    Field.QUERY: (
        "query", "question", "prompt", "instruction", "customer message", "user message", "customer question", "q",
        "input", "input text", "user input", "request", "inquiry", "enquiry", "faq", "customer text",
        "问题", "提问", "問題", "질문", "문의", "質問", "問い合わせ", "お問い合わせ",
        "pregunta", "consulta", "pergunta",
        "question client", "demande", "frage", "anfrage", "kundenfrage", "kundenanfrage", "domanda", "richiesta",
        "вопрос", "запрос", "питання", "запитання", "vraag", "pytanie", "zapytanie", "soru", "câu hỏi", "pertanyaan",
        "soalan", "คำถาม", "سؤال", "السؤال", "پرسش", "سوال", "שאלה", "प्रश्न", "सवाल", "প্রশ্ন", "கேள்வி", "ప్రశ్న", "प्रश्नः",
        "otázka", "dotaz", "întrebare", "kérdés", "fråga", "spørgsmål", "spørsmål", "kysymys", "ερώτηση", "питане",
        "въпрос", "pitanje", "swali", "tanong",
        "customer", "user", "human", "ticket", "message", "body", "description", "text", "content", "kunde",
        "nachricht", "cliente", "client", "mensaje", "mensagem", "сообщение", "клиент", "内容", "消息",
    ),
    Field.RESPONSE: (
        "response", "answer", "reply", "completion", "ideal response", "expected output", "ground truth", "output",
        "output text", "resolution", "solution", "agent response", "agent reply", "agent answer", "a", "target",
        "答案", "回答", "答复", "回复", "解答", "답변", "응답", "返信", "回答例",
        "respuesta", "contestación", "resposta",
        "réponse", "reponse", "antwort", "lösung", "risposta", "ответ", "відповідь", "antwoord", "odpowiedź",
        "odpowiedz", "cevap", "yanıt", "câu trả lời", "trả lời", "đáp án", "jawaban", "jawapan", "คำตอบ", "جواب",
        "الجواب", "إجابة", "الإجابة", "پاسخ", "תשובה", "उत्तर", "जवाब", "উত্তর", "பதில்", "సమాధానం", "odpověď",
        "răspuns", "válasz", "svar", "vastaus", "απάντηση", "отговор", "odgovor", "jibu", "sagot",
        "assistant", "agent", "chosen", "gpt", "bot",
    ),
    Field.CATEGORY: (
        "category", "topic", "label", "tag", "type", "queue", "kategorie", "thema", "categoría", "categoria",
        "catégorie", "категория", "категорія", "类别", "分类", "カテゴリ", "분류", "카테고리",
        "kategori", "kategoria", "فئة",
        "श्रेणी", "categorie",
    ),
    Field.CONTEXT: ("context", "persona", "who", "kontext"),
    Field.DIFFICULTY: ("difficulty", "level", "schwierigkeit"),
    Field.DRAFT: ("draft", "rejected", "rejected response", "non preferred output"),
    Field.SPLIT: ("split",),
    Field.EARLIER: ("earlier", "history"),
    Field.SYSTEM: ("system", "system prompt", "system instruction", "system message"),
    Field.RATING: (
        "rating", "label", "feedback", "feedback score", "score", "vote", "liked", "is good", "quality", "thumbs",
        "thumbs up", "correct", "is correct", "accepted", "approved", "satisfaction", "stars", "csat", "nps",
        "bewertung", "评分", "評価",
        "calificación", "avaliação", "note", "оценка", "puan", "penilaian",
    ),
    Field.THREAD: (
        "thread", "thread id", "conversation", "conversation id", "chat id", "session id", "session", "ticket id",
        "ticket number", "ticket", "case id", "case number", "dialog id", "dialogue id", "room id", "ticketnummer",
        "conversationid", "threadid", "id conversación", "会话id", "対話id", "ид диалога",
    ),
    Field.SPEAKER: (
        "speaker", "sender", "sender type", "role", "author", "author type", "from", "author role", "actor",
        "message type", "direction", "sent by", "inbound", "incoming", "thread type", "entry type",
        "absender", "remitente", "remetente",
        "expéditeur", "отправитель", "发送者", "送信者", "보낸사람", "mittente", "gönderen", "pengirim",
    ),
}
# Such a column is what its name says only when its texts look so too: many tools call people by these names.
VAGUE = frozenset({
    "customer", "user", "human", "ticket", "message", "body", "description", "text", "content", "kunde", "nachricht",
    "cliente", "client", "mensaje", "mensagem", "сообщение", "клиент", "内容", "消息", "assistant", "agent", "chosen",
    "gpt", "bot", "a", "q", "target", "request", "faq", "demande", "richiesta", "note",
})
# With one of these words a longer name is about the message and isn't it.
ABOUT = frozenset({
    "id", "ids", "date", "time", "at", "count", "number", "no", "url", "link", "email", "mail", "name", "phone",
    "address", "status", "group", "priority", "via", "notes", "note", "internal", "private", "length", "tokens",
    "interactions", "interaction", "due", "hours", "hrs", "minutes", "sla",
    "rank", "version", "model", "language", "lang", "type", "state", "title", "subject", "score", "rating",
})
# fmt: on
# Columns of notes that customers never see, and of flags that say so.
INTERNAL = frozenset(
    {"internal", "private", "is private", "is internal", "note", "public", "is public", "visibility"}
)
# What a rating says; anything else between is a scale whose ends are unknown.
GOOD = frozenset(
    {
        "true",
        "good",
        "1",
        "1.0",
        "up",
        "thumbs up",
        "thumbs_up",
        "like",
        "liked",
        "positive",
        "yes",
        "correct",
        "accepted",
        "approved",
        "👍",
        "+1",
        "desirable",
        "chosen",
        "helpful",
        "satisfied",
    }
)
# fmt: off
BAD = frozenset({
    "false", "bad", "0", "0.0", "-1", "-1.0", "down", "thumbs down", "thumbs_down", "dislike", "disliked", "negative",
    "no", "incorrect", "wrong", "rejected", "declined", "👎", "undesirable", "unhelpful", "unsatisfied", "dissatisfied",
})
# fmt: on
