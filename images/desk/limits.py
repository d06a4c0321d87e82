"""How much is taken in at once, for the views, their templates and their scripts."""

from images.intake import MOST_BYTES

MEGABYTE = 1024 * 1024
ALONGSIDE = MEGABYTE  # bytes of a request beside its files
MOST_AT_ONCE = 500 * MEGABYTE  # bytes of all the files of a plain form
ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/tiff"  # without HEIC: so an iPhone sends JPEG
LIMITS = {
    "bytes": MOST_BYTES,  # of a picture
    "megabytes": MOST_BYTES // MEGABYTE,
    "accepted": ACCEPTED,
}
