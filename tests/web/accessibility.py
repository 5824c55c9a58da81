"""What axe and a look at the edges find on a page as it stands."""

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.web.conftest import WEB

AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

needs_axe = pytest.mark.skipif(not AXE.is_file(), reason="axe-core is not there: run npm ci in app/web")


def axe(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    result: dict[str, Any] = page.evaluate(
        "rules => axe.run({ runOnly: { type: 'tag', values: rules } })", RULES
    )
    return [
        f"{violation['id']}: {node['html']} {node['failureSummary']}"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]


def axe_in_both_themes(page: Page) -> list[str]:
    found: list[str] = []
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        found += [f"{theme}: {violation}" for violation in axe(page)]
    return found


def beyond_the_edge(page: Page) -> list[str]:
    """What sticks out of the screen on the right; tables may, in a box that scrolls."""
    found: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('main *')]"
        ".filter(e => !e.closest('.table-scroll, .hidden') && e.getBoundingClientRect().right > innerWidth + 1)"
        ".map(e => e.outerHTML.slice(0, 120))"
    )
    return found


def beyond_the_dialog(page: Page) -> list[str]:
    """What sticks out of the open dialog, or makes it scroll sideways."""
    found: list[str] = page.evaluate(
        """() => {
          const dialog = document.querySelector("dialog[open]");
          const right = dialog.getBoundingClientRect().left + dialog.clientLeft + dialog.clientWidth;
          const wide = [...dialog.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > right + 1);
          const { scrollWidth, clientWidth } = dialog;
          const scrolls = scrollWidth > clientWidth ? [`${scrollWidth} in ${clientWidth}`] : [];
          return [...scrolls, ...wide.map((e) => e.outerHTML.slice(0, 120))];
        }"""
    )
    return found
