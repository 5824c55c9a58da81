"""Verifies a message with the package of Standard Webhooks. Arguments: secret, headers as JSON, body."""

import json
import sys

from standardwebhooks import Webhook, WebhookVerificationError

secret, headers, body = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
webhook = Webhook(secret)
try:
    webhook.verify(body.replace("test", "tset"), headers)
    refused = False
except WebhookVerificationError:
    refused = True
print(json.dumps({"told": webhook.verify(body, headers), "refused": refused}))
