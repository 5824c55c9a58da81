"""Who speaks in a conversation, by the names that tools and helpdesks give the two sides."""

SYSTEM, USER, ASSISTANT, TOOL, INTERNAL = "system", "user", "assistant", "tool", "internal"

_NAMES = {
    SYSTEM: "system developer context",
    USER: (
        "user human customer client prompter requester visitor end-user end_user enduser contact lead guest buyer "
        "consumer kunde kundin cliente klant klient klient müşteri клиент покупатель пользователь 客户 用户 顾客 客人 "
        "お客様 顧客 ユーザー 고객 사용자 عميل العميل khách pelanggan utilisateur usuario usuário utente nutzer "
        "inbound incoming in question asker q you"
    ),
    ASSISTANT: (
        "assistant gpt chatgpt model bot bing bard chatbot ai agent admin operator support staff team teammate "
        "employee "
        "representative rep supporter advisor claude gemini llm answer berater mitarbeiter mitarbeiterin agente asesor "
        "soporte medewerker konsultant temsilci оператор агент поддержка менеджер 客服 助手 机器人 オペレーター "
        "担当者 상담원 "
        "상담사 موظف الدعم nhân_viên conseiller atendente operatore outbound outgoing out a"
    ),
    TOOL: (
        "tool function function_call function_response tool_call tool_calls tool_response observation ipython "
        "environment"
    ),
    INTERNAL: "note internal private internal_note automation system_event system_message service event lineitem",
}
_SIDES = {name: side for side, names in _NAMES.items() for name in names.split()}


def side_of(name: object) -> str | None:
    """system, user, assistant, tool or internal; None for a name that says nothing, such as a person's."""
    if not isinstance(name, str):
        return None
    words = name.strip().lower().strip(":：*_ ")
    return (
        _SIDES.get(words)
        or _SIDES.get(words.replace(" ", "_"))
        or _SIDES.get(words.split(" ")[-1].strip("()[]") if words else "")
    )
