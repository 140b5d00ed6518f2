"""Names and companies told by the words that always stand beside them: 株式会社, 様, 先生, ООО «…»."""

from __future__ import annotations

import re

_EAST_COMPANY = re.compile(
    r"(?:(?:株式会社|有限会社|合同会社|一般社団法人|주식회사|\(주\)|㈜)\s?(?:(?!の[\u3400-\u9fff々]{1,4}\s?[\u3040-\u30ff\u3400-\u9fff々]{0,5}\s?(?:様|さま|さん|氏))[\w・ー]){1,30}|[\w・ー·]{1,30}?(?:株式会社|有限会社|合同会社|股份有限公司|有限责任公司|有限公司|集团|集團|公司|주식회사|㈜|\(주\)))"
)
_QUOTED_COMPANY = re.compile(r"\b(?:ООО|ОАО|ЗАО|ПАО|АО|ТОО|ТОВ|ПП|ПрАТ|ИП|ЕООД|ООД)\s?[«\"“„][^«»\"“”„\n]{1,60}[»\"”“]")
_PREPOSED = re.compile(r"^[的是和与與为為由在于]")
_EAST_NAME = re.compile(
    r"([\u3400-\u9fff々ヶ]{1,4}(?:[\s\u3000]?[\u3040-\u30ff\u3400-\u9fff々]{1,5})?|[\uac00-\ud7af]{2,4})\s?(?:様|さま|さん|氏|先生|女士|小姐|经理|經理|님|씨|과장|부장|대리|차장|팀장|사장|部長|課長|社長)"
)

_AFTER_ROLE = re.compile(
    r"(?:联系人|聯絡人|联络人|聯繫人|负责人|負責人|对接人|窗口|ご?担当者?|담당자)(?:[是为為は]|\s?[:：])?\s?"
    r"([\u3400-\u9fff々]{2,4}(?:\s?[\u3040-\u30ff\u3400-\u9fff々]{1,5})?|[\uac00-\ud7af]{2,4})(?=[\s,，、。；;()（）<]|$)"
)


def eastern(text: str) -> tuple[str, str]:
    """A name and a company of East Asian text, by what is written after or before them."""
    if text.isascii():
        return "", ""
    company = _QUOTED_COMPANY.search(text) or _EAST_COMPANY.search(text)
    rest = text.replace(company.group(0), " の", 1) if company else text
    name = _AFTER_ROLE.search(rest) or _EAST_NAME.search(rest)
    said = company.group(0) if company else ""
    return (
        _PREPOSED.sub("", name.group(1)).strip() if name else "",
        re.sub(r"^(?:は|を|下記|以下|请登记|請登記|请注册|新規|我们|客户|客戶)", "", said),
    )
