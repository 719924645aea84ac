#pragma once

#include <filesystem>

/// The folder of this checkout: the nearest one above the working directory, or else the one the tests were built from,
/// that holds profiles/package.json.
std::filesystem::path repo_root();

/// Where setup/fetch-packages unpacked the FHIR packages: SETU_PACKAGES if that is set, else build/packages. A package's
/// files are in <name>-<version>/package/ below it. The folder may be absent; a test that needs it then says so.
std::filesystem::path packages_root();

/// Where setup/fetch-test-cases unpacked HL7's own test cases: SETU_FHIR_TEST_CASES if that is set, else fhir-test-cases beside
/// the packages. The folder may be absent, too.
std::filesystem::path test_cases_root();
