from articles.body import BioField, BodyField, for_page, from_plain_text, plain_text, sanitize, sanitize_bio, word_count

__all__ = ["BioField", "BodyField", "for_page", "from_plain_text", "plain_text", "sanitize", "sanitize_bio", "word_count"]
