"""What LangChain makes of `/v1`. Arguments: base URL, key, model, question. Prints one JSON list."""

import json
import sys

from langchain_openai import ChatOpenAI

base_url, api_key, model, question = sys.argv[1:]
answers = []
for uses_responses in (False, True):
    chat = ChatOpenAI(
        model=model, base_url=base_url, api_key=api_key, max_retries=0, use_responses_api=uses_responses
    )
    answers.append(chat.invoke(question).text)
    answers.append("".join(chunk.text for chunk in chat.stream(question)))
print(json.dumps(answers))
