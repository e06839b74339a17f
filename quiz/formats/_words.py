"""What other programs' files call the parts of a question, in several languages."""

from __future__ import annotations

import re
import unicodedata

WORDS = {
    "stem": """
        question, questions, question text, stem, prompt, pregunta, preguntas, enunciado, énoncé,
        frage, fragen, fragetext, domanda, domande, quesito, pergunta, perguntas, questão, questões,
        вопрос, pytanie, fråga, spørsmål, vraag, soru, 문제, 질문, 문항, 問題, 問題文, 質問, 設問,
        问题, 题目, 題目, 题干""",
    "key": """
        answer, key, answer key, solution, correct, correct answer, correct answers, right,
        right answer, right answers, correct option, right option, correct choice, right choice,
        respuesta, respuesta correcta, correcta, opción correcta, solución, réponse, bonne réponse,
        réponse correcte, antwort, richtige antwort, korrekte antwort, richtig, lösung, risposta,
        risposta corretta, risposta esatta, corretta, soluzione, resposta, resposta correta,
        resposta certa, alternativa correta, opção correta, correta, gabarito, ответ,
        правильный ответ, odpowiedź, poprawna odpowiedź, rätt svar, svar, juiste antwoord,
        doğru cevap, 정답, 답, 正解, 正答, 答え, 解答, 答案, 正确答案, 正確答案""",
    "wrong": """
        wrong, wrong answer, wrong option, incorrect, incorrect answer, incorrect option, false,
        false answer, false option, distractor, respuesta incorrecta, incorrecta, mauvaise réponse,
        réponse fausse, réponse incorrecte, falsche antwort, falsch, distraktor, risposta errata,
        risposta sbagliata, errata, sbagliata, resposta errada, resposta incorreta, errada,
        incorreta, 오답, 誤答, 不正解, 错误答案""",
    "option": """
        option, choice, opción, alternativa, choix, proposition, antwortmöglichkeit, opção, opzione,
        вариант, alternativ, 보기, 선택지, 선지, 選択肢, 选项, 選項""",
    "answer": "answer, respuesta, réponse, antwort, risposta, resposta",
    "options": """
        options, choices, answers, answer options, answer choices, possible answers, opciones,
        respuestas, alternativas, alternatives, réponses, propositions, antworten, optionen,
        antwortmöglichkeiten, opzioni, risposte, opções, respostas, varianti, варианты,
        alternativen, alternativer, svarsalternativ""",
    "category": """
        category, topic, subject, theme, categoría, tema, catégorie, thème, kategorie, thema, fach,
        categoria, argomento, assunto, категория, kategori, ämne, 카테고리, 분류, 주제, カテゴリ,
        カテゴリー, ジャンル, 分野, 类别, 分类, 類別""",
    "difficulty": """
        difficulty, level, difficulty level, dificultad, nivel, difficulté, niveau, schwierigkeit,
        schwierigkeitsgrad, difficoltà, livello, dificuldade, nível, 난이도, 難易度, 难度""",
    "explanation": """
        explanation, answer explanation, feedback, rationale, explicación, explication, erklärung,
        begründung, spiegazione, explicação, justificativa, 해설, 설명, 解説, 説明, 解析, 解释""",
}
"""The names of each part. `answer` are those that name an option only if a number follows."""


def folded(name: str) -> str:
    """Return a name in lower case, without accents, and with a space before a new word in it."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name[:200])
    signs = unicodedata.normalize("NFKD", spaced.casefold())
    bare = "".join(sign for sign in signs if not unicodedata.combining(sign))
    return " ".join(re.split(r"[\s_-]+", unicodedata.normalize("NFC", bare))).strip()


def names(part: str) -> list[str]:
    """Return the folded names of a part, such as `stem`."""
    return [folded(name.strip()) for name in WORDS[part].split(",")]


def pattern(*parts: str) -> str:
    """Return a regular expression for the folded names of these parts, with or without spaces."""
    found = [re.escape(name).replace(r"\ ", " ?") for part in parts for name in names(part)]
    return "|".join(sorted(set(found), key=len, reverse=True))
