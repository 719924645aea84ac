# Writes a header that holds the dictionary of stored versions as bytes, so that the program needs no file.
file(READ ${SOURCE} bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
file(WRITE ${HEADER} "// Written by setup/embed-dictionary.cmake from engine/store/dictionary.\n#pragma once\n\nnamespace engine::store {\n\ninline constexpr unsigned char first_dictionary[] = {${bytes}};\n\n}  // namespace engine::store\n")
