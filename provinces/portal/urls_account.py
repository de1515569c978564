"""Pages of signing in and of what one signs in with, by the names that allauth knows them by."""

from django.urls import path

from . import confirming, security, signing_in

urlpatterns = [
    path("sign-in/", signing_in.SignIn.as_view(), name="account_login"),
    path("sign-out/", signing_in.SignOut.as_view(), name="account_logout"),
    path("sign-in/passkey/", signing_in.SignInByPasskey.as_view(), name="mfa_login_webauthn"),
    path("sign-in/second-step/", signing_in.SecondStep.as_view(), name="mfa_authenticate"),
    path("confirm/password/", confirming.ByPassword.as_view(), name="account_reauthenticate"),
    path("confirm/code/", confirming.ByCode.as_view(), name="mfa_reauthenticate"),
    path("confirm/passkey/", confirming.ByPasskey.as_view(), name="mfa_reauthenticate_webauthn"),
    path("security/", security.Security.as_view(), name="mfa_index"),
    path("security/password/", security.ChangePassword.as_view(), name="account_change_password"),
    path("security/first-password/", security.SetPassword.as_view(), name="account_set_password"),
    path("security/sessions/", security.Sessions.as_view(), name="usersessions_list"),
    path("security/passkeys/add/", security.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("security/passkeys/<int:pk>/", security.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path(
        "security/passkeys/<int:pk>/remove/",
        security.RemovePasskey.as_view(),
        name="mfa_remove_webauthn",
    ),
    path("security/app/add/", security.AddApp.as_view(), name="mfa_activate_totp"),
    path("security/app/remove/", security.RemoveApp.as_view(), name="mfa_deactivate_totp"),
    path("security/codes/", security.Codes.as_view(), name="mfa_view_recovery_codes"),
    path("security/codes/make/", security.MakeCodes.as_view(), name="mfa_generate_recovery_codes"),
]
